import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, type TestContext, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database.ts";
import { verifyInvariants } from "../services/invariants/verify-invariants.ts";
import {
  promoteAndServe,
  propose,
  review,
  rollBackTo,
  startServing,
} from "../services/testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../services/testing/motion-world.ts";

const LOCKS_FREE_WITHIN_MS = 30_000;
const DONE_WITHIN_MS = 60_000;

/** Where the worker dies: between the decision and the end of its pull request. */
const POINTS = [
  "after decision",
  "before openPullRequest",
  "after openPullRequest",
  "before mergePullRequest",
  "after mergePullRequest",
];

describe("a worker that is killed", { timeout: 180_000 }, () => {
  test.for(POINTS)(
    "%s of a rollback leaves one pull request and one reconciliation",
    async (point, { onTestFinished }) => {
      const stage = await open(onTestFinished);
      const { world } = stage;
      await startServing(world);
      await promoteAndServe(world, "2", 0.9);
      await rollBackTo(world);
      await killAt(stage, point);
      await endIn(stage, async () => {
        const rows = await world.test.db.reconciliation.findMany();
        return rows.length === 1 && rows[0]?.state === "closed";
      });
      expect(pullRequests(world, "tupelo/reconcile/")).toBe(1);
      expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
    },
  );

  test.for(POINTS)(
    "%s of a promotion leaves one pull request and one rollout",
    async (point, { onTestFinished }) => {
      const stage = await open(onTestFinished);
      const { world } = stage;
      await startServing(world);
      const release = await world.compose("2");
      await world.evaluate(release, { score: 0.9 });
      await review(world, await propose(world, release));
      await killAt(stage, point);
      await endIn(
        stage,
        async () => (await world.test.db.rollout.count({ where: { state: "baking" } })) === 1,
      );
      expect(pullRequests(world, "tupelo/promote/")).toBe(1);
      expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
    },
  );
});

type Stage = { test: TestDatabase; world: MotionWorld; processes: ChildProcess[] };

async function open(onTestFinished: TestContext["onTestFinished"]): Promise<Stage> {
  const database = await createTestDatabase();
  const world = await createMotionWorld(database);
  const processes: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of processes) child.kill("SIGKILL");
    world.close();
    await database.drop();
  });
  return { test: database, world, processes };
}

function start({ world, processes }: Stage, crashAt: string): ChildProcess {
  const env = {
    ...process.env,
    DATABASE_URL: world.test.url,
    REPOSITORY: world.repository.directory,
    NOW: world.clock.at.toISOString(),
    CRASH_AT: crashAt,
  };
  const child = spawn(process.execPath, ["--import", "tsx", "lib/worker/testing/crashing-worker.ts"], {
    env,
    stdio: "inherit",
  });
  processes.push(child);
  return child;
}

async function killAt(stage: Stage, point: string): Promise<void> {
  const child = start(stage, point);
  await once(child, "exit");
}

/** Another worker takes over: the dead one's locks are free in time, and what it began is ended. */
async function endIn(stage: Stage, isDone: () => Promise<boolean>): Promise<void> {
  const beganAt = Date.now();
  start(stage, "");
  await until(LOCKS_FREE_WITHIN_MS, beganAt, () => areLocksFree(stage.test));
  await until(DONE_WITHIN_MS, beganAt, isDone);
}

async function until(limitMs: number, beganAt: number, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    expect(Date.now() - beganAt).toBeLessThan(limitMs);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** No job is locked by a worker that beats no more. */
async function areLocksFree({ db }: TestDatabase): Promise<boolean> {
  const rows = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM graphile_worker._private_jobs
    WHERE locked_by IS NOT NULL AND locked_by NOT IN (
      SELECT "workerId" FROM worker_beat WHERE "beatAt" > now() - interval '5 seconds')`;
  return rows[0]?.count === 0n;
}

function pullRequests(world: MotionWorld, prefix: string): number {
  const branches = world.repository.git("ls-remote", "origin", `refs/heads/${prefix}*`);
  return branches.split("\n").filter((line) => line !== "").length;
}
