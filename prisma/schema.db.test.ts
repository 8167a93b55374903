import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../lib/db/testing/test-database.ts";

const TYPES: Record<string, string> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Float: "double precision",
  Boolean: "boolean",
  DateTime: "timestamp with time zone",
  Json: "jsonb",
  Bytes: "bytea",
};

type Model = { table: string; columns: string[] };

/** Every model of the schema with its columns as `name type` or `name type?`, as the database would describe them. */
function readModels(): Model[] {
  const folder = path.join(import.meta.dirname, "schema");
  const text = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
  return text.flatMap((file) =>
    [...file.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)].map(([, body = ""]) => ({
      table: body.match(/@@map\("(\w+)"\)/)?.[1] ?? "",
      columns: [...body.matchAll(/^ {2}(\w+) +(\w+)(\[\])?(\?)?( +@db\.Json\b)?/gm)].flatMap(
        ([, name, type = "", list, optional, asSent]) => {
          const column = asSent === undefined ? TYPES[type] : "json";
          return column === undefined ? [] : [`${name} ${list ? "ARRAY" : column}${optional ?? ""}`];
        },
      ),
    })),
  );
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe("the migrations make what the schema describes", () => {
  test.each(readModels())("$table", async ({ table, columns }) => {
    const rows = await database.db.$queryRaw<{ column: string }[]>`
      SELECT column_name || ' ' || data_type || CASE WHEN is_nullable = 'YES' THEN '?' ELSE '' END AS column
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ${table}`;
    expect(rows.map((row) => row.column).sort()).toEqual([...columns].sort());
  });

  test("and no table beside it", async () => {
    const rows = await database.db.$queryRaw<{ table: string }[]>`
      SELECT table_name AS table FROM information_schema.tables
      WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`;
    expect(rows.map((row) => row.table).sort()).toEqual(
      readModels()
        .map((model) => model.table)
        .sort(),
    );
  });
});
