import type { Reader } from "../../db/client.ts";

/** hashOfEvent is the hash that the database has now for an event; null where there is no such event. */
export async function hashOfEvent(db: Reader, chain: string, seq: number): Promise<string | null> {
  const row = await db.auditEvent.findUnique({
    where: { chain_seq: { chain, seq } },
    select: { hash: true },
  });
  return row?.hash ?? null;
}
