import type { ChainHead } from "./verify-chain.ts";

/** What is known about one chain inside and outside the database. */
export type CheckpointFacts = {
  /** The chain's end, as the database says. */
  head: ChainHead;
  /** The newest checkpoint outside; null where there is none. */
  kept: ChainHead | null;
  /** The hash that the database has now for the event which `kept` names; null where it has no such event. */
  hashOfKept: string | null;
};

/** judgeCheckpoint says why a chain is not the one that was seen before; null where it goes on from there. */
export function judgeCheckpoint({ head, kept, hashOfKept }: CheckpointFacts): string | null {
  if (kept === null) return null;
  if (head.seq < kept.seq) {
    return `Event ${kept.seq} was there, but the chain ends at event ${head.seq}: the end was cut off.`;
  }
  if (hashOfKept === null) return `Event ${kept.seq} was there, and is missing.`;
  if (hashOfKept !== kept.hash) {
    return `Event ${kept.seq} is not the one that was there: the chain was rewritten.`;
  }
  return null;
}
