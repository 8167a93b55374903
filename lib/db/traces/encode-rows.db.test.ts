import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { UnstorableValue } from "./copy-buffer.ts";
import type { CopyTable } from "./copy-statement.ts";
import { encodeRows } from "./encode-rows.ts";
import { copyRows } from "./writer/copy-rows.ts";

type Row = {
  text: string | null;
  at: Date | null;
  flag: boolean | null;
  whole: number | null;
  real: number | null;
  json: string | null;
};
const TABLE: CopyTable<Row> = {
  name: "kinds",
  key: ["text"],
  columns: [
    { name: "text", type: "text", value: (row) => row.text },
    { name: "at", type: "timestamptz", value: (row) => row.at },
    { name: "flag", type: "boolean", value: (row) => row.flag },
    { name: "whole", type: "integer", value: (row) => row.whole },
    { name: "real", type: "double precision", value: (row) => row.real },
    { name: "json", type: "jsonb", value: (row) => row.json },
  ],
};
const NOTHING: Row = { text: null, at: null, flag: null, whole: null, real: null, json: null };
const at = (text: string) => new Date(text);

const ROWS: [string, Partial<Row>][] = [
  ["nothing", {}],
  ["the empty text", { text: "" }],
  ["a text that looks like null", { text: "\\N" }],
  ["tabs, ends of lines and backslashes", { text: 'a\tb\nc\rd\\e"f' }],
  ["letters beyond ASCII", { text: "Zürich, Łódź, 東京, 🎈" }],
  ["a short text whose last letter is beyond ASCII", { text: `${"a".repeat(159)}é` }],
  ["the longest short text", { text: "a".repeat(160) }],
  ["a long text", { text: "é".repeat(200_000) }],
  ["a time before 2000", { at: at("1969-12-31T23:59:59.999Z") }],
  ["the first moment of 2000", { at: at("2000-01-01T00:00:00.000Z") }],
  ["a time of today", { at: at("2026-11-30T12:34:56.789Z") }],
  ["true", { flag: true }],
  ["false", { flag: false }],
  ["the least and the greatest number", { whole: -(2 ** 31), real: Number.MAX_VALUE }],
  ["the greatest and the least number", { whole: 2 ** 31 - 1, real: Number.MIN_VALUE }],
  ["a fraction", { whole: 0, real: 0.1 }],
  ["JSON", { json: '{"a": [1, "\\t", null], "é": {}}' }],
];

const REFUSED: [string, Partial<Row>][] = [
  ["a whole number of more than 32 bits", { whole: 2 ** 31 }],
  ["a fraction in a column of whole numbers", { whole: 0.5 }],
  ["a date that is none", { at: at("no date") }],
  ["the last date that JavaScript knows", { at: new Date(8.64e15) }],
];

let own: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  own = await createTestDatabase();
  client = new pg.Client({ connectionString: own.url });
  await client.connect();
  const columns = TABLE.columns.map(({ name, type }) => `"${name}" ${type}`).join(", ");
  await client.query(`CREATE TABLE traces.kinds (${columns})`);
});
afterAll(async () => {
  await client.end();
  await own.drop();
});

describe("encodeRows", () => {
  test.each(ROWS)("Postgres reads back %s", async (_name, values) => {
    const row: Row = { ...NOTHING, ...values };
    await client.query("TRUNCATE traces.kinds");
    await copyRows(client, TABLE, [row, { ...NOTHING, text: "the next row" }]);
    const { rows } = await client.query(
      "SELECT * FROM traces.kinds WHERE text IS DISTINCT FROM 'the next row'",
    );
    const json: unknown = row.json === null ? null : JSON.parse(row.json);
    expect(rows).toEqual([{ ...row, json }]);
  });

  test("Postgres reads back more rows than its first buffer holds", async () => {
    await client.query("TRUNCATE traces.kinds");
    const many = Array.from({ length: 5_000 }, (_, index) => ({
      ...NOTHING,
      text: `row ${index}`,
      whole: index,
    }));
    await copyRows(client, TABLE, many);
    const { rows } = await client.query("SELECT text, whole FROM traces.kinds ORDER BY whole");
    expect(rows).toEqual(many.map(({ text, whole }) => ({ text, whole })));
  });

  test.each(REFUSED)("says that it cannot write %s", (_name, values) => {
    expect(() => encodeRows(TABLE, [{ ...NOTHING, ...values }])).toThrow(UnstorableValue);
  });
});
