import type { Database } from "../client.ts";

export type CheckpointState = {
  chain: string;
  place: "file" | "git";
  seq: number;
  hash: string;
  commit: string | null;
  problem: string | null;
};

/** saveCheckpoint keeps what a place outside the database says of a chain. `since`: since when it says so; null for now. */
export async function saveCheckpoint(
  db: Pick<Database, "auditCheckpoint">,
  state: CheckpointState,
  now: Date,
  since: Date | null,
): Promise<void> {
  const { chain, place } = state;
  const data = { ...state, checkedAt: now, sinceAt: since ?? now };
  await db.auditCheckpoint.upsert({ where: { chain_place: { chain, place } }, create: data, update: data });
}
