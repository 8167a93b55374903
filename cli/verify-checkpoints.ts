import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { parseCheckpointLines } from "../lib/domain/audit/checkpoint-line.ts";
import { CHECKPOINT_TRAILER, parseCheckpoint } from "../lib/domain/audit/parse-checkpoint.ts";
import type { ChainHead } from "../lib/domain/audit/verify-chain.ts";

const TRAILERS = `--format=%(trailers:key=${CHECKPOINT_TRAILER},valueonly)`;
const MAX_BYTES = 64 * 1024 * 1024;

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

/** readFileCheckpoints reads one chain's checkpoints from a checkpoint file; throws at a line that is none. */
export async function readFileCheckpoints(file: string, chain: string): Promise<ChainHead[]> {
  const known = parseCheckpointLines(await readFile(file, "utf8"));
  return known.filter((line) => line.chain === chain).map(({ seq, hash }) => ({ seq, hash }));
}
