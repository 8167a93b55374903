import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { callRow, evaluationRow, NO_ROWS } from "../testing/trace-rows.ts";
import { createTracePool } from "../trace-pool.ts";
import type { InferenceCallRow, TraceRows } from "../trace-rows.ts";
import { createTraceWriter, type StoredGroup } from "../writer/trace-writer.ts";
import { readWindowSeries, readWindowTotal, type WindowQuery } from "./read-windows.ts";
import { createWindowMemory } from "./window-memory.ts";

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

const NOON = Date.parse("2026-04-10T12:00:00Z");
const query = (projectId: string, changes: Partial<WindowQuery> = {}): WindowQuery => ({
  ...{ projectId, environment: "production", metric: "latency_ms" },
  ...{ from: new Date(NOON - 7 * 86_400_000), to: new Date(NOON + 86_400_000), ...changes },
});

/** Calls over three hours, of two releases in two regions, a tenth of them failed. */
function calls(projectId: string, count: number): InferenceCallRow[] {
  return Array.from({ length: count }, (_, index) =>
    callRow(`${projectId}-${index}`, {
      projectId,
      releaseId: index % 2 === 0 ? "rel_a" : "rel_b",
      arm: index % 2 === 0 ? "control" : "candidate",
      region: index % 3 === 0 ? "us-west" : "eu",
      latencyMs: 10 + ((index * 7_919) % 5_000),
      status: index % 10 === 0 ? "error" : "ok",
      startedAt: new Date(NOON + Math.floor((index * 10_800_000) / count)),
    }),
  );
}

async function storeAll(batches: readonly TraceRows[]): Promise<StoredGroup[]> {
  const groups: StoredGroup[] = [];
  const writer = createTraceWriter({
    pool,
    onStored: (group) => groups.push(group),
    minRows: 200,
    maxRows: 400,
  });
  await Promise.all(batches.map((batch) => writer.store(batch)));
  await writer.stop();
  return groups;
}

const inBatches = (rows: readonly InferenceCallRow[], size: number): TraceRows[] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => ({
    ...NO_ROWS,
    calls: rows.slice(index * size, (index + 1) * size),
  }));

describe("windows", () => {
  it("count each row once, however often and however mixed it is sent, on both connections", async () => {
    const rows = calls("prj_w", 2_000);
    const batches = inBatches(rows, 90);
    const again = inBatches(rows.toReversed(), 130);
    const groups = await storeAll([...batches, ...again, ...batches]);
    expect(groups.reduce((sum, group) => sum + group.newCount, 0)).toBe(2_000);
    expect(groups.some((group) => group.wasStaged)).toBe(true);

    const { rows: truth } = await pool.query(
      "SELECT count(*)::int AS count, count(*) FILTER (WHERE status = 'error')::int AS errors, avg(latency_ms) AS mean FROM traces.inference_call WHERE project_id = 'prj_w'",
    );
    const total = await readWindowTotal(pool, query("prj_w"));
    expect(truth[0]).toMatchObject({ count: 2_000, errors: 200 });
    expect([total.valueCount, total.errorCount, total.errorRate]).toEqual([2_000, 200, 0.1]);
    expect(total.mean).toBeCloseTo(truth[0].mean, 6);
    const sorted = rows.map((row) => row.latencyMs).toSorted((left, right) => left - right);
    for (const [quantile, estimate] of [
      [0.5, total.p50],
      [0.95, total.p95],
    ] as const) {
      const exact = sorted[Math.floor(quantile * 1_999)] ?? Number.NaN;
      expect(Math.abs((estimate ?? 0) - exact) / exact).toBeLessThanOrEqual(0.01);
    }
  });

  it("are by release, arm and region, by the minute and by the hour, and both say the same", async () => {
    const byHour = await readWindowSeries(pool, "hour", query("prj_w", { releaseId: "rel_b" }));
    expect(byHour.map((point) => point.at.toISOString())).toEqual([
      "2026-04-10T12:00:00.000Z",
      "2026-04-10T13:00:00.000Z",
      "2026-04-10T14:00:00.000Z",
    ]);
    const byMinute = await readWindowSeries(pool, "minute", query("prj_w", { releaseId: "rel_b" }));
    expect(byMinute).toHaveLength(180);
    const sum = (points: readonly { valueCount: number }[]) =>
      points.reduce((total, point) => total + point.valueCount, 0);
    expect([sum(byHour), sum(byMinute)]).toEqual([1_000, 1_000]);
    const west = await readWindowTotal(pool, query("prj_w", { arm: "control", region: "us-west" }));
    expect(west.valueCount).toBe(334);
    // Half an hour past each edge: whole hours from the hours, the rest from the minutes.
    const inner = query("prj_w", { from: new Date(NOON + 1_800_000), to: new Date(NOON + 9_000_000) });
    const { rows: truth } = await pool.query(
      "SELECT count(*)::int AS count FROM traces.inference_call WHERE project_id = 'prj_w' AND started_at >= $1 AND started_at < $2",
      [inner.from, inner.to],
    );
    expect((await readWindowTotal(pool, inner)).valueCount).toBe(truth[0].count);
  });

  it("leave out what is no inference, and tell unknown values from zero", async () => {
    await storeAll([
      {
        ...NO_ROWS,
        calls: [
          callRow("agent", { projectId: "prj_n", isInference: false, latencyMs: 9_000 }),
          callRow("chat", { projectId: "prj_n", ttftMs: null, costUsd: 0, latencyMs: 100 }),
        ],
      },
    ]);
    expect(await readWindowTotal(pool, query("prj_n"))).toMatchObject({ valueCount: 1, mean: 100 });
    expect(await readWindowTotal(pool, query("prj_n", { metric: "ttft_ms" }))).toMatchObject({
      ...{ valueCount: 0, mean: null, p50: null, errorRate: null },
    });
    expect(await readWindowTotal(pool, query("prj_n", { metric: "cost_usd" }))).toMatchObject({
      ...{ valueCount: 1, mean: 0, p50: 0 },
    });
  });

  it("count a score of a span in the minute it arrived, under its request's arm and release", async () => {
    const origin = { environment: "production", releaseId: "rel_b", arm: "candidate" as const, region: "eu" };
    const arrived = new Date(NOON + 3 * 3_600_000 + 61_000);
    const evaluations = [
      evaluationRow("s1", "e1", { projectId: "prj_s", origin, receivedAt: arrived, score: 0.5 }),
      evaluationRow("s1", "e2", {
        projectId: "prj_s",
        origin,
        receivedAt: arrived,
        score: null,
        errorType: "judge",
      }),
    ];
    await storeAll([
      { ...NO_ROWS, evaluations },
      { ...NO_ROWS, evaluations },
    ]);
    const points = await readWindowSeries(
      pool,
      "minute",
      query("prj_s", { metric: "score:groundedness", arm: "candidate", releaseId: "rel_b" }),
    );
    expect(points).toMatchObject([
      { at: new Date(NOON + 3 * 3_600_000 + 60_000), valueCount: 1, errorCount: 1, mean: 0.5 },
    ]);
  });

  it("goes on in new rows after what it wrote was not committed", () => {
    const memory = createWindowMemory();
    const row = callRow("r1");
    memory.count([row], []);
    const before = memory.changed().map((entry) => entry.writer);
    memory.forget();
    memory.count([row], []);
    const after = memory.changed();
    expect(after.every((entry) => entry.valueCount === 1 && !before.includes(entry.writer))).toBe(true);
  });

  it("keeps made-up regions from filling the table", () => {
    const memory = createWindowMemory();
    const rows = Array.from({ length: 1_000 }, (_, index) =>
      callRow(`r${index}`, { region: `made-up-${index}` }),
    );
    memory.count(rows, []);
    const regions = new Set(memory.changed().map((entry) => entry.region));
    expect(regions.size).toBe(201);
    expect(regions).toContain("(other)");
  });
});
