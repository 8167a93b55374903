import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestListEndpoints } from "../../contracts/request-list.ts";
import { seedProject } from "../testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { insertSpans } from "../traces/insert-spans.ts";
import { callRow, NO_ROWS } from "../traces/testing/trace-rows.ts";
import { createTracePool } from "../traces/trace-pool.ts";
import { listRequests } from "./list-requests.ts";
import type { Project } from "./projects.ts";

const NOW = new Date("2026-04-10T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
let test: TestDatabase;
let pool: pg.Pool;
let project: Project;

const list = (query: object = {}) =>
  listRequests(pool, project, requestListEndpoints.listRequests.query.parse(query), NOW);
const idsOf = async (query: object) => (await list(query)).items.map(({ requestId }) => requestId);
const store = (...calls: Parameters<typeof callRow>[]) =>
  insertSpans(pool, {
    ...NO_ROWS,
    calls: calls.map(([id, change]) => callRow(id, { projectId: project.id, ...change })),
  });

beforeAll(async () => {
  test = await createTestDatabase();
  pool = createTracePool(test.url, () => {});
  project = (await seedProject(test.db, { slug: "listed" })).project;
  await store(
    ["new", { startedAt: ago(0.5), releaseId: "698df6d7ad", region: "us-west", arm: "control" }],
    [
      "slow",
      { startedAt: ago(90), releaseId: "f91be2a454", region: "us-east", arm: "candidate", status: "error" },
    ],
    ["lost", { startedAt: ago(200), claimedRelease: "somewhere" }],
    ["old", { startedAt: ago(26 * 60), releaseId: "698df6d7ad", environment: "staging" }],
    ["theirs", { startedAt: ago(1), projectId: "prj_other" }],
  );
});
afterAll(async () => {
  await pool.end();
  await test.drop();
});

describe("the list of requests", () => {
  it.each([
    { name: "is of the last day, newest first", query: {}, ids: ["new", "slow", "lost"] },
    { name: "goes further back where asked to", query: { hours: "48" }, ids: ["new", "slow", "lost", "old"] },
    { name: "begins before a moment", query: { before: ago(60).toISOString() }, ids: ["slow", "lost"] },
    { name: "is of one release", query: { release: "f91be2a454" }, ids: ["slow"] },
    { name: "is of one environment", query: { environment: "staging", hours: "48" }, ids: ["old"] },
    { name: "is of one region", query: { region: "us-west" }, ids: ["new"] },
    { name: "is of one arm", query: { arm: "candidate" }, ids: ["slow"] },
    { name: "is of what failed", query: { status: "error" }, ids: ["slow"] },
    { name: "is of what named no release of ours", query: { unattributed: "true" }, ids: ["lost"] },
    { name: "is empty where nothing fits", query: { region: "mars" }, ids: [] },
  ])("$name", async ({ query, ids }) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  it("says how far it looked, and that there is no more", async () => {
    expect(await list()).toMatchObject({ nextCursor: null, lookedBackTo: ago(24 * 60).toISOString() });
  });

  it("goes through pages without losing a request or showing one twice, also within one millisecond", async () => {
    const at = ago(10);
    const calls = Array.from({ length: 25 }, (_, index) => `burst-${String(index).padStart(2, "0")}`);
    await store(
      ...calls.flatMap((id, index): Parameters<typeof callRow>[] => [
        [id, { startedAt: at, spanId: `a${index}`, region: "burst" }],
        [id, { startedAt: at, spanId: `b${index}`, region: "burst" }],
      ]),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list({ region: "burst", limit: "4", ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.items.map(({ requestId }) => requestId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([...new Set(seen)].sort()).toEqual(calls);
  });

  it.each(["", "x", Buffer.from('["prj_other","2026-04-10T12:00:00.000Z "]').toString("base64url")])(
    "does not know the page %j",
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({ code: "bad-cursor" });
    },
  );
});
