import type { Database } from "../../db/client.ts";

export type Dump = Record<string, string>;

/** dumpTables is a count and a hash of every table in some schemas: two dumps are equal when nothing changed. */
export async function dumpTables(
  db: Database,
  schemas: readonly string[],
  except: readonly string[] = [],
): Promise<Dump> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname = ANY(${[...schemas]}) ORDER BY 1`;
  const dump: Dump = {};
  for (const { name } of tables) {
    if (except.includes(name)) continue;
    const [row] = await db.$queryRawUnsafe<{ text: string }[]>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS text FROM ${name} t`,
    );
    dump[name] = row?.text ?? "";
  }
  return dump;
}

/** refuseInserts makes every insert into a table fail until the returned function is called. */
export async function refuseInserts(db: Database, table: string): Promise<() => Promise<void>> {
  const name = `refuse_${table}`;
  await db.$executeRawUnsafe(
    `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by a test'; END $$`,
  );
  await db.$executeRawUnsafe(
    `CREATE TRIGGER ${name} BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
  );
  return async () => {
    await db.$executeRawUnsafe(`DROP TRIGGER ${name} ON ${table}`);
  };
}
