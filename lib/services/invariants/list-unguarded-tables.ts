import type { Reader } from "../../db/client.ts";

/** Tables whose rows never change once they are written. */
const IMMUTABLE_TABLES = [
  "allocation",
  "artifact_version",
  "release",
  "release_component",
  "review",
  "decision",
  "known_good",
  "rollback",
  "audit_event",
];

/** listUnguardedTables names the immutable tables whose triggers are missing or switched off. */
export async function listUnguardedTables(db: Reader): Promise<string[]> {
  const rows = await db.$queryRaw<{ table: string; count: bigint }[]>`
    SELECT c.relname AS table, count(*) AS count FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname IN ('immutable_rows', 'immutable_table') AND t.tgenabled IN ('O', 'A')
      AND c.relnamespace = 'public'::regnamespace
    GROUP BY c.relname`;
  const guarded = new Set(rows.filter(({ count }) => count === 2n).map(({ table }) => table));
  return IMMUTABLE_TABLES.filter((table) => !guarded.has(table));
}
