import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, type TestContext } from "vitest";
import type { TestDatabase } from "../../db/testing/test-database.ts";
import type { MotionWorld } from "../../services/testing/motion-world.ts";

const LOCKS_FREE_WITHIN_MS = 30_000;
const DONE_WITHIN_MS = 60_000;

/** A world whose jobs are done by worker processes that a test starts and kills; both go by the real clock, as Postgres does. */
export type WorkerStage = {
  world: MotionWorld;
  processes: ChildProcess[];
  /** Where a worker finds the repository, as crashing-worker.ts reads it. */
  place: { REPOSITORY: string; GITHUB_URL?: string };
};

/** openStage ends its processes, and closes the world, when the test is over. */
export function openStage(
  world: MotionWorld,
  place: WorkerStage["place"],
  onTestFinished: TestContext["onTestFinished"],
): WorkerStage {
  const processes: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of processes) child.kill("SIGKILL");
    world.close();
    await world.test.drop();
  });
  return { world, processes, place };
}

/** startWorker starts one that kills itself at `crashAt`; an empty text is no such point. */
export function startWorker({ world, processes, place }: WorkerStage, crashAt: string): ChildProcess {
  const env = {
    ...process.env,
    ...{ DATABASE_URL: world.test.url, ...place },
    CRASH_AT: crashAt,
  };
  const child = spawn(process.execPath, ["--import", "tsx", "lib/worker/testing/crashing-worker.ts"], {
    env,
    stdio: "inherit",
  });
  processes.push(child);
  return child;
}

/** killAt starts a worker and answers when it has died at that point. */
export async function killAt(stage: WorkerStage, point: string): Promise<void> {
  const child = startWorker(stage, point);
  await once(child, "exit");
}

/** endIn lets another worker take over: the dead one's locks are free in time, and what it began is ended. */
export async function endIn(stage: WorkerStage, isDone: () => Promise<boolean>): Promise<void> {
  const { test } = stage.world;
  const before = await processesOf(test);
  startWorker(stage, "");
  // A busy machine takes its time to start a process; what is promised is what a worker does that runs.
  await until(DONE_WITHIN_MS, Date.now(), async () =>
    (await processesOf(test)).some((process) => !before.includes(process)),
  );
  const beganAt = Date.now();
  await until(LOCKS_FREE_WITHIN_MS, beganAt, () => areLocksFree(test));
  await until(DONE_WITHIN_MS, beganAt, isDone);
}

async function until(limitMs: number, beganAt: number, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    expect(Date.now() - beganAt).toBeLessThan(limitMs);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function processesOf({ db }: TestDatabase): Promise<string[]> {
  const rows = await db.$queryRaw<{ process: string }[]>`SELECT DISTINCT process FROM worker_beat`;
  return rows.map(({ process }) => process);
}

/** No job is locked by a worker that beats no more. */
async function areLocksFree({ db }: TestDatabase): Promise<boolean> {
  const rows = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM graphile_worker._private_jobs
    WHERE locked_by IS NOT NULL AND locked_by NOT IN (
      SELECT "workerId" FROM worker_beat WHERE "beatAt" > now() - interval '5 seconds')`;
  return rows[0]?.count === 0n;
}
