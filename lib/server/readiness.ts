import { isWorkerAlive } from "../db/worker-beats.ts";
import { getRuntime } from "./context.ts";

export type Readiness = {
  status: "ready" | "not_ready";
  database: "reachable" | "unreachable";
  worker: "beating" | "silent";
};

/** getReadiness says whether the console can do its work: a database that answers and a worker that beats. */
export async function getReadiness(): Promise<Readiness> {
  const { db, logger } = getRuntime();
  try {
    const isAlive = await isWorkerAlive(db);
    const worker = isAlive ? "beating" : "silent";
    return { status: isAlive ? "ready" : "not_ready", database: "reachable", worker };
  } catch (error) {
    logger.warn({ err: error }, "not ready");
    return { status: "not_ready", database: "unreachable", worker: "silent" };
  }
}
