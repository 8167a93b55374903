import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { CHECKPOINT_TRAILER, parseCheckpoint } from "../lib/domain/audit/parse-checkpoint.ts";
import type { ChainHead } from "../lib/domain/audit/verify-chain.ts";

const TRAILERS = `--format=%(trailers:key=${CHECKPOINT_TRAILER},valueonly)`;
const MAX_BYTES = 64 * 1024 * 1024;
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const fileLine = z.object({ chain: z.string(), seq: z.number().int().positive(), hash });

/** readRepositoryCheckpoints reads the `Tupelo-Audit` trailers of the commits that a clone's HEAD has; throws when it is no clone. */
export async function readRepositoryCheckpoints(folder: string): Promise<ChainHead[]> {
  const args = ["-C", folder, "log", TRAILERS, "HEAD", "--"];
  const { stdout } = await promisify(execFile)("git", args, { maxBuffer: MAX_BYTES });
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const checkpoint = parseCheckpoint(line);
    if (checkpoint === null) throw new Error(`A commit's trailer is no checkpoint: ${line}`);
    return checkpoint;
  });
}

/** readFileCheckpoints reads one chain's checkpoints from JSON lines with chain, seq and hash; throws at a line that is none. */
export async function readFileCheckpoints(file: string, chain: string | undefined): Promise<ChainHead[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  const known = lines.map((line, index) => parseLine(line, index + 1));
  return known.filter((line) => line.chain === chain).map(({ seq, hash }) => ({ seq, hash }));
}

function parseLine(line: string, number: number) {
  try {
    return fileLine.parse(JSON.parse(line));
  } catch {
    throw new Error(`Line ${number} of the checkpoints is not a checkpoint: it is cut off or was changed.`);
  }
}

/** findContradiction is the first event that two checkpoints name with different hashes: one of them is false. */
export function findContradiction(checkpoints: readonly ChainHead[]): number | null {
  const known = new Map<number, string>();
  for (const { seq, hash } of checkpoints) {
    if ((known.get(seq) ?? hash) !== hash) return seq;
    known.set(seq, hash);
  }
  return null;
}
