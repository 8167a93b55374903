import { z } from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { ChainHead } from "./verify-chain.ts";

/** One line of a checkpoint file: where a chain was at a time. */
export type CheckpointLine = ChainHead & { chain: string; count: number; at: string };

/** What a checkpoint is known by; the rest of its line is for people. */
const schema = z.object({
  chain: z.string().min(1),
  seq: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string().optional(),
});
export type KnownCheckpoint = z.output<typeof schema>;

/** What the writer puts behind a line that it could not finish, so that nobody takes it for a change by hand. */
export const TORN = " #torn";

/** checkpointLine writes a checkpoint as one line of JSON (RFC 8785). */
export function checkpointLine(line: CheckpointLine): string {
  return `${canonicalJson(line)}\n`;
}

/** parseCheckpointLines reads whole lines of a checkpoint file; throws, naming the line, where one was changed. */
export function parseCheckpointLines(text: string, firstNumber = 1): KnownCheckpoint[] {
  return text.split("\n").flatMap((line, index) => {
    if (line === "" || line.endsWith(TORN)) return [];
    return [parseLine(line, firstNumber + index)];
  });
}

function parseLine(line: string, number: number): KnownCheckpoint {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw new Error(`Line ${number} of the checkpoints is not a checkpoint: it is cut off or was changed.`);
  }
}

/** findContradiction is the first event that two checkpoints of a chain name with different hashes: one of them is false. */
export function findContradiction(checkpoints: readonly ChainHead[]): number | null {
  const known = new Map<number, string>();
  for (const { seq, hash } of checkpoints) {
    if ((known.get(seq) ?? hash) !== hash) return seq;
    known.set(seq, hash);
  }
  return null;
}
