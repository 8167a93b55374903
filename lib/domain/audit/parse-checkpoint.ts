import type { ChainHead } from "./verify-chain.ts";

/** The trailer under which a pull request's commit carries the audit chain's head. */
export const CHECKPOINT_TRAILER = "Tupelo-Audit";

/** parseCheckpoint reads a trailer's value, `<seq> <hash>`; null where it is none. */
export function parseCheckpoint(value: string): ChainHead | null {
  const [, seq, hash] = /^(0|[1-9][0-9]{0,9}) ([0-9a-f]{64})$/.exec(value) ?? [];
  return seq === undefined || hash === undefined ? null : { seq: Number(seq), hash };
}
