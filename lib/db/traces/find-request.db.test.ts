import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { findCallsOfRequest } from "./find-calls.ts";
import { findRequest } from "./find-request.ts";
import { insertSpans } from "./insert-spans.ts";
import { maintainTraces } from "./maintain-traces.ts";
import { callRow, NO_ROWS, payloadRow, readRow } from "./testing/trace-rows.ts";
import { createTracePool } from "./trace-pool.ts";

const NOON = new Date("2026-04-10T12:00:00Z");
const KEEP = { rowDays: 90, payloadDays: 90, minuteDays: 35, hourDays: 400 };
let test: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  test = await createTestDatabase();
  pool = createTracePool(test.url, () => {});
  await maintainTraces(pool, NOON, KEEP);
});
afterAll(async () => {
  await pool.end();
  await test.drop();
});

/** An id as gateways of ours make it, at a time. */
function uuidV7(at: Date, last: string): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  return `req_${time.slice(0, 8)}-${time.slice(8)}-7abc-8def-0123456789${last}`;
}
const store = (requestId: string, startedAt: Date) =>
  insertSpans(pool, { ...NO_ROWS, calls: [callRow(requestId, { startedAt })] });

describe("a request whose id names its day", () => {
  it.each([
    { name: "on that day", last: "01", madeAt: NOON, startedAt: NOON },
    {
      name: "just after midnight",
      last: "02",
      madeAt: new Date("2026-04-10T23:59:59.999Z"),
      startedAt: new Date("2026-04-11T00:00:00.001Z"),
    },
    { name: "on quite another day", last: "03", madeAt: NOON, startedAt: new Date("2026-04-13T00:00:00Z") },
    {
      name: "of a day without a partition",
      last: "04",
      madeAt: new Date("2026-01-01T00:00:00Z"),
      startedAt: new Date("2026-01-01T00:00:00Z"),
    },
    { name: "of a day that cannot be", last: "05", madeAt: new Date(0xffff_ffff_ffff), startedAt: NOON },
  ])("is found $name", async ({ last, madeAt, startedAt }) => {
    const id = uuidV7(madeAt, last);
    await store(id, startedAt);
    expect(await findCallsOfRequest(pool, "prj_1", id)).toHaveLength(1);
    expect((await findRequest(pool, "prj_1", id))?.requestId).toBe(id);
    expect(await findRequest(pool, "prj_2", id)).toBeNull();
  });

  it("is looked for in that day's partition alone", async () => {
    const id = uuidV7(NOON, "06");
    await store(id, NOON);
    // Nobody may even look at another day.
    const client = await pool.connect();
    try {
      await client.query("BEGIN; LOCK TABLE traces.inference_call_20260411 IN ACCESS EXCLUSIVE MODE");
      expect(await findCallsOfRequest(pool, "prj_1", id)).toHaveLength(1);
      await client.query("ROLLBACK");
    } finally {
      client.release();
    }
  });
});

it("goes on without the values of a feature read after its payload was dropped", async () => {
  await insertSpans(pool, {
    ...NO_ROWS,
    calls: [callRow("req_values")],
    featureReads: [readRow("req_values")],
    payloads: [payloadRow("req_values")],
  });
  const values = async () =>
    (await findRequest(pool, "prj_1", "req_values"))?.featureReads.map((read) => read.values);
  expect(await values()).toEqual([{ recent_failure_count: 4 }]);
  await maintainTraces(pool, new Date("2026-04-20T12:00:00Z"), { ...KEEP, payloadDays: 7 });
  expect(await values()).toEqual([{}]);
});
