import { getRuntime } from "./context.ts";

/** A worker that has not beaten for this long is gone. */
const WORKER_SILENCE_MS = 30_000;

export type Readiness = {
  status: "ready" | "not_ready";
  database: "reachable" | "unreachable";
  worker: "beating" | "silent";
};

/** getReadiness says whether the console can do its work: a database that answers and a worker that beats. */
export async function getReadiness(): Promise<Readiness> {
  const { db, logger, now } = getRuntime();
  try {
    const since = new Date(now().getTime() - WORKER_SILENCE_MS);
    const beats = await db.workerBeat.count({ where: { process: "worker", beatAt: { gt: since } } });
    const worker = beats > 0 ? "beating" : "silent";
    return { status: beats > 0 ? "ready" : "not_ready", database: "reachable", worker };
  } catch (error) {
    logger.warn({ err: error }, "not ready");
    return { status: "not_ready", database: "unreachable", worker: "silent" };
  }
}
