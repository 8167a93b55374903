import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { insertSpans } from "./insert-spans.ts";
import { maintainTraces } from "./maintain-traces.ts";
import { callRow, evaluationRow, NO_ROWS } from "./testing/trace-rows.ts";
import { createTracePool } from "./trace-pool.ts";

const NOW = new Date("2026-04-10T12:00:00Z");
const KEEP = { rowDays: 90, payloadDays: 7, minuteDays: 35, hourDays: 400 };
let test: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  test = await createTestDatabase();
  pool = createTracePool(test.url, () => {});
});
afterAll(async () => {
  await pool.end();
  await test.drop();
});

const at = (text: string) => new Date(text);
async function whereIs(requestId: string): Promise<string[]> {
  const { rows } = await pool.query<{ part: string }>(
    "SELECT tableoid::regclass::text AS part FROM traces.inference_call WHERE request_id = $1",
    [requestId],
  );
  return rows.map((row) => row.part);
}

it("makes partitions ahead, gives rows that came before a day of their own, and drops days that are too old", async () => {
  const times = {
    now: at("2026-04-10T00:00:00Z"),
    lastMoment: at("2026-04-10T23:59:59.999Z"),
    month: at("2026-03-11T08:00:00Z"),
    old: at("2025-12-01T08:00:00Z"),
  };
  const calls = Object.entries(times).map(([name, startedAt]) => callRow(name, { startedAt }));
  const evaluations = [evaluationRow("now", "e1", { evaluatedAt: times.month })];
  await insertSpans(pool, { ...NO_ROWS, calls, evaluations });
  expect(await whereIs("now")).toEqual(["traces.inference_call_default"]);

  const report = await maintainTraces(pool, NOW, KEEP);
  // Four days of each of four tables, and the days of the calls and of the score that were there.
  expect(report).toEqual({ made: 18, dropped: 0, inDefault: 0, failures: [] });
  expect(await whereIs("now")).toEqual(["traces.inference_call_20260410"]);
  expect(await whereIs("lastMoment")).toEqual(["traces.inference_call_20260410"]);
  expect(await whereIs("month")).toEqual(["traces.inference_call_20260311"]);
  expect(await whereIs("old")).toEqual([]);
  expect(await maintainTraces(pool, NOW, KEEP)).toMatchObject({ made: 0, failures: [] });

  await insertSpans(pool, {
    ...NO_ROWS,
    calls: [callRow("later", { startedAt: at("2026-04-12T01:00:00Z") })],
  });
  expect(await whereIs("later")).toEqual(["traces.inference_call_20260412"]);

  const nextYear = await maintainTraces(pool, at("2027-04-10T12:00:00Z"), KEEP);
  expect(nextYear).toMatchObject({ made: 16, dropped: 18, inDefault: 0, failures: [] });
  expect(await whereIs("now")).toEqual([]);
});

it("keeps a row's key in the partitions, so that the same row again is none", async () => {
  const rows = { ...NO_ROWS, calls: [callRow("twice", { startedAt: NOW })] };
  expect((await insertSpans(pool, rows)).calls).toBe(1);
  await maintainTraces(pool, NOW, KEEP);
  expect((await insertSpans(pool, rows)).calls).toBe(0);
  expect(await whereIs("twice")).toEqual(["traces.inference_call_20260410"]);
});

it("is done by one process at a time", async () => {
  const reports = await Promise.all([maintainTraces(pool, NOW, KEEP), maintainTraces(pool, NOW, KEEP)]);
  expect(reports.filter((report) => report === null)).toHaveLength(1);
});

it("has no unique key without the request and the time, so that rows can be spread by request", async () => {
  const { rows } = await pool.query<{ name: string; columns: string[] }>(
    `SELECT class.relname AS name, array_agg(attname::text) AS columns
      FROM pg_index JOIN pg_class class ON class.oid = indrelid JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
      WHERE indisunique AND relkind = 'p' AND relnamespace = 'traces'::regnamespace GROUP BY indexrelid, class.relname`,
  );
  expect(rows.map((row) => row.name).sort()).toEqual([
    "evaluation",
    "feature_read",
    "inference_call",
    "payload",
  ]);
  for (const { name, columns } of rows) {
    expect(columns).toEqual(
      expect.arrayContaining(["request_id", name === "evaluation" ? "evaluated_at" : "started_at"]),
    );
  }
});

it("never hides rows from a reader while they move into their day", async () => {
  const startedAt = at("2026-04-10T09:00:00Z");
  const calls = Array.from({ length: 3_000 }, (_, index) => callRow(`moving-${index}`, { startedAt }));
  await pool.query("DROP TABLE IF EXISTS traces.inference_call_20260410");
  await insertSpans(pool, { ...NO_ROWS, calls });
  let isMoving = true;
  const seen = new Set<number>();
  const read = async () => {
    while (isMoving) {
      const { rows } = await pool.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM traces.inference_call WHERE request_id LIKE 'moving-%'",
      );
      seen.add(rows[0]?.count ?? 0);
    }
  };
  const readers = [read(), read()];
  const report = await maintainTraces(pool, NOW, KEEP);
  isMoving = false;
  await Promise.all(readers);
  expect(report).toMatchObject({ failures: [] });
  expect(await whereIs("moving-0")).toEqual(["traces.inference_call_20260410"]);
  expect([...seen]).toEqual([3_000]);
});
