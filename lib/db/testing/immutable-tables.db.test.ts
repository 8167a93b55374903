import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const MIGRATION = path.join(
  import.meta.dirname,
  "../../../prisma/migrations/20261123000100_immutable/migration.sql",
);
const [, list = ""] = /ARRAY ARRAY\[([^\]]+)\]/.exec(readFileSync(MIGRATION, "utf8")) ?? [];
const TABLES = [...list.matchAll(/'(\w+)'/g)].map((match) => match[1] ?? "");
/** Design: artifact versions, releases, reviews, decisions and audit events are immutable, whatever the migration says. */
const PROMISED = [
  "artifact_version",
  "release",
  "release_component",
  "review",
  "decision",
  "audit_event",
  "eval_run",
];

let test: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  test = await createTestDatabase();
  client = new pg.Client({ connectionString: test.url });
  await client.connect();
  // One row in each table, without the rows that it points to: only the triggers are of interest here.
  await client.query("SET session_replication_role = replica");
  for (const table of TABLES) await client.query(await insertOf(table));
  await client.query("SET session_replication_role = origin");
});
afterAll(async () => {
  await client.end();
  await test.drop();
});

async function insertOf(table: string): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL`,
    [table],
  );
  const values = rows.map(({ type }) => {
    if (type.startsWith("timestamp")) return "now()";
    if (type === "jsonb") return "'[]'";
    if (type === "ARRAY") return "'{}'";
    return type === "boolean" ? "true" : "'1'";
  });
  return `INSERT INTO "${table}" (${rows.map(({ name }) => `"${name}"`).join(", ")}) VALUES (${values.join(", ")})`;
}

describe("immutable tables", () => {
  it("are all that the design promises", () => {
    expect(TABLES).toEqual(expect.arrayContaining(PROMISED));
  });

  describe.each(TABLES)("%s", (table) => {
    it.each([
      [
        "UPDATE",
        async () => `UPDATE "${table}" SET "${await firstColumn(table)}" = "${await firstColumn(table)}"`,
      ],
      ["DELETE", async () => `DELETE FROM "${table}"`],
      ["TRUNCATE", async () => `TRUNCATE "${table}" CASCADE`],
    ])("refuses %s", async (_verb, statement) => {
      await expect(client.query(await statement())).rejects.toMatchObject({
        code: "23001",
        message: expect.stringContaining("immutable"),
      });
      const { rows } = await client.query(`SELECT count(*)::int AS count FROM "${table}"`);
      expect(rows).toEqual([{ count: 1 }]);
    });
  });
});

async function firstColumn(table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position LIMIT 1`,
    [table],
  );
  return rows[0]?.name ?? "";
}
