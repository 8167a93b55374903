import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { attributeScores } from "./attribute-scores.ts";
import { insertSpans } from "./insert-spans.ts";
import { callRow, evaluationRow, NO_ROWS } from "./testing/trace-rows.ts";
import { createTracePool } from "./trace-pool.ts";
import { readWindowTotal } from "./windows/read-windows.ts";
import { createWindowMemory } from "./windows/window-memory.ts";

const NOON = Date.parse("2026-04-10T12:00:00Z");
const later = (minutes: number) => new Date(NOON + minutes * 60_000);
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

const score = (projectId: string, requestId: string, changes = {}) => ({
  ...NO_ROWS,
  evaluations: [evaluationRow(requestId, `e-${requestId}`, { projectId, ...changes })],
});
const request = (projectId: string, requestId: string, changes = {}) => ({
  ...NO_ROWS,
  calls: [callRow(requestId, { projectId, releaseId: "rel_b", arm: "candidate", region: "eu", ...changes })],
});
const counted = (projectId: string, arm = "candidate") =>
  readWindowTotal(pool, {
    ...{ projectId, environment: "production", metric: "score:groundedness", releaseId: "rel_b", arm },
    ...{ from: later(-60), to: later(6_000) },
  }).then((total) => total.valueCount);

it("counts a score once, whether it comes before its request, after it, or twice", async () => {
  const windows = createWindowMemory();
  await insertSpans(pool, score("prj_l", "late"));
  await insertSpans(pool, request("prj_l", "late"));
  await insertSpans(pool, score("prj_l", "late"));
  await insertSpans(pool, score("prj_l", "early"));
  expect(await attributeScores(pool, windows, later(1))).toEqual({ attributed: 1, waiting: 1, givenUp: 0 });
  expect(await counted("prj_l")).toBe(1);
  await insertSpans(pool, request("prj_l", "early"));
  expect(await attributeScores(pool, windows, later(2))).toMatchObject({ attributed: 1 });
  await insertSpans(pool, score("prj_l", "early"));
  expect(await attributeScores(pool, windows, later(3))).toEqual({ attributed: 0, waiting: 0, givenUp: 0 });
  expect(await counted("prj_l")).toBe(2);
  const { rows } = await pool.query(
    "SELECT DISTINCT release_id, arm, region, attributed_at IS NOT NULL AS known FROM traces.evaluation WHERE project_id = 'prj_l'",
  );
  expect(rows).toEqual([{ release_id: "rel_b", arm: "candidate", region: "eu", known: true }]);
});

it("counts a score of a request with a shadow for the answer that the user saw", async () => {
  const shadow = { releaseId: "rel_b", arm: "shadow" as const, spanId: "s2" };
  await insertSpans(pool, request("prj_h", "pair", { releaseId: "rel_b", arm: "control" }));
  await insertSpans(pool, request("prj_h", "pair", shadow));
  await insertSpans(pool, score("prj_h", "pair"));
  await attributeScores(pool, createWindowMemory(), later(1));
  expect([await counted("prj_h", "control"), await counted("prj_h", "shadow")]).toEqual([1, 0]);
});

it("gives up on a request that did not come within a day", async () => {
  await insertSpans(pool, score("prj_g", "never"));
  expect(await attributeScores(pool, createWindowMemory(), later(1))).toMatchObject({ waiting: 1 });
  expect(await attributeScores(pool, createWindowMemory(), later(25 * 60))).toMatchObject({ givenUp: 1 });
  const { rows } = await pool.query("SELECT 1 FROM traces.waiting_score WHERE project_id = 'prj_g'");
  expect(rows).toEqual([]);
});

it("is done by several processes at once without counting twice", async () => {
  for (let index = 0; index < 40; index += 1) {
    await insertSpans(pool, {
      ...request("prj_p", `r${index}`),
      ...{ evaluations: score("prj_p", `r${index}`).evaluations },
    });
  }
  const reports = await Promise.all(
    [1, 2, 3].map(() => attributeScores(pool, createWindowMemory(), later(1))),
  );
  expect(reports.reduce((sum, report) => sum + report.attributed, 0)).toBe(40);
  expect(await counted("prj_p")).toBe(40);
});
