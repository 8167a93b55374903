import type { Database } from "./client.ts";

/** After so many silent seconds a worker counts as dead; with the beats in between its jobs are free within 30 s. */
export const DEAD_AFTER_SECONDS = 20;

/** beat says that these job workers of one process are alive, on the database's clock. */
export async function beat(db: Database, processId: string, workerIds: readonly string[]): Promise<void> {
  for (const workerId of workerIds) {
    await db.$executeRaw`
      INSERT INTO worker_beat ("workerId", process, "beatAt") VALUES (${workerId}, ${processId}, now())
      ON CONFLICT ("workerId") DO UPDATE SET "beatAt" = now()`;
  }
}

/**
 * freeDeadWorkers unlocks the jobs of workers that stopped beating (graphile-worker alone would wait four hours),
 * and forgets them. One that died before its first beat is known by the lock it left. Returns the ids of the dead.
 */
export async function freeDeadWorkers(db: Database): Promise<string[]> {
  const rows = await db.$queryRaw<{ ids: string[] | null }[]>`
    WITH silent AS (
      DELETE FROM worker_beat WHERE "beatAt" < now() - make_interval(secs => ${DEAD_AFTER_SECONDS}) RETURNING "workerId"
    ), unknown AS (
      SELECT locked_by FROM graphile_worker._private_jobs
      WHERE locked_at < now() - make_interval(secs => ${DEAD_AFTER_SECONDS})
        AND NOT EXISTS (SELECT 1 FROM worker_beat WHERE "workerId" = locked_by)
    ), named AS (
      SELECT array_agg(id) AS ids FROM (SELECT "workerId" FROM silent UNION SELECT locked_by FROM unknown) dead (id)
    )
    SELECT ids FROM named LEFT JOIN LATERAL (SELECT graphile_worker.force_unlock_workers(named.ids)) freed ON ids IS NOT NULL`;
  return rows[0]?.ids ?? [];
}

/** forgetWorkers removes the beats of a process that stops in good order. */
export async function forgetWorkers(db: Database, processId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM worker_beat WHERE process = ${processId}`;
}

/** isWorkerAlive says whether any worker beat within the time after which it would count as dead. */
export async function isWorkerAlive(db: Pick<Database, "$queryRaw">): Promise<boolean> {
  const rows = await db.$queryRaw<{ alive: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM worker_beat WHERE "beatAt" >= now() - make_interval(secs => ${DEAD_AFTER_SECONDS})) AS alive`;
  return rows[0]?.alive ?? false;
}
