import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import {
  countSubjects,
  createAllocationSteps,
  listStickinessViolations,
  sightSubjects,
} from "./rollout-subjects.ts";
import { callRow, NO_ROWS } from "./testing/trace-rows.ts";
import { createTracePool } from "./trace-pool.ts";
import type { InferenceCallRow } from "./trace-rows.ts";
import { createTraceWriter } from "./writer/trace-writer.ts";

const T0 = Date.parse("2026-04-10T12:00:00Z");
const minutes = (count: number) => new Date(T0 + count * 60_000);
let test: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  test = await createTestDatabase();
  pool = createTracePool(test.url, () => {});
  await test.db.project.create({
    data: { id: "prj_1", slug: "p", name: "p", repository: "p.git", createdAt: minutes(-60) },
  });
  const environment = { projectId: "prj_1", name: "production", position: 1, createdAt: minutes(-60) };
  await test.db.environment.create({ data: { id: "env_1", allocationVersion: 3, ...environment } });
  const steps = [
    { version: 1, candidateReleaseId: null, shareBp: 0, rolloutNumber: null, createdAt: minutes(-30) },
    { version: 2, candidateReleaseId: "rel_b", shareBp: 500, rolloutNumber: 1, createdAt: minutes(0) },
    { version: 3, candidateReleaseId: "rel_b", shareBp: 1_000, rolloutNumber: 1, createdAt: minutes(10) },
  ];
  for (const step of steps) {
    await test.db.allocation.create({
      data: {
        environmentId: "env_1",
        projectId: "prj_1",
        controlReleaseId: "rel_a",
        cause: "rollout",
        ...step,
      },
    });
  }
});
afterAll(async () => {
  await pool.end();
  await test.drop();
});

let made = 0;
function served(subjectHash: string, releaseId: string, at: number, changes: Partial<InferenceCallRow> = {}) {
  made += 1;
  return callRow(`req_${made}`, { subjectHash, releaseId, startedAt: minutes(at), ...changes });
}

async function store(calls: readonly InferenceCallRow[]): Promise<void> {
  const findSteps = createAllocationSteps(pool, () => minutes(30));
  const writer = createTraceWriter({ pool, findSteps, minRows: 1 });
  // Each in a transaction of its own, on both connections.
  await Promise.all(calls.map((call) => writer.store({ ...NO_ROWS, calls: [call] })));
  await writer.stop();
}

describe("subjects of a rollout", () => {
  it("are counted once per arm, and a subject of both arms within a step is a violation", async () => {
    const broken = [served("broken", "rel_a", 2), served("broken", "rel_b", 5)];
    const back = [served("back", "rel_b", 3), served("back", "rel_a", 15)];
    await store([
      ...[served("stays", "rel_a", 1), served("stays", "rel_a", 12), served("stays", "rel_a", 13)],
      ...[served("moves", "rel_a", 2), served("moves", "rel_b", 12)],
      ...[served("early", "rel_b", 2), served("early", "rel_b", 14)],
      ...[served("before", "rel_a", -5), served("shadow", "rel_b", 3, { arm: "shadow" })],
      ...broken,
      ...back,
    ]);
    expect(await countSubjects(pool, "prj_1", 1)).toEqual({ control: 4, candidate: 4, violations: 2 });
    expect(await listStickinessViolations(pool, "prj_1", 1)).toEqual([
      {
        ...{ subjectHash: "broken", firstSeenAt: minutes(2) },
        ...{ controlRequestId: broken[0]?.requestId, candidateRequestId: broken[1]?.requestId },
      },
      {
        ...{ subjectHash: "back", firstSeenAt: minutes(3) },
        ...{ controlRequestId: back[1]?.requestId, candidateRequestId: back[0]?.requestId },
      },
    ]);
  });

  it("come out the same in whatever order and however often their calls arrive", async () => {
    const before = await countSubjects(pool, "prj_1", 1);
    const calls = Array.from({ length: 60 }, (_, index) =>
      served(`s${index % 20}`, index % 20 < 5 ? "rel_b" : "rel_a", 1 + (index % 7)),
    );
    await store(calls.toReversed());
    await store(calls);
    expect(await countSubjects(pool, "prj_1", 1)).toEqual({
      control: before.control + 15,
      candidate: before.candidate + 5,
      violations: before.violations,
    });
  });

  it("are folded within a batch, so that a busy subject is written once", async () => {
    const findSteps = createAllocationSteps(pool, () => minutes(30));
    const calls = Array.from({ length: 50 }, (_, index) => served("busy", "rel_a", 1 + index / 10));
    expect(await sightSubjects(calls, findSteps)).toHaveLength(1);
  });
});
