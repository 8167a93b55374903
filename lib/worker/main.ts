import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { type Runner, run, type WorkerEvents } from "graphile-worker";
import { createDatabase } from "../db/client.ts";
import { createTracePool } from "../db/traces/trace-pool.ts";
import { beat, forgetWorkers, freeDeadWorkers } from "../db/worker-beats.ts";
import { createGitHosts } from "../services/git/create-git-hosts.ts";
import { createLogger } from "../services/logging/logger.ts";
import { createSecretBox } from "../services/secrets/secret-box.ts";
import { startCheckpointLoop } from "./checkpoint-loop.ts";
import { readWorkerEnv } from "./env.ts";
import { startLateLoop } from "./late-loop.ts";
import { startWorkerMetrics, type WorkerMetrics } from "./metrics-server.ts";
import { startSyncLoop } from "./sync-loop.ts";
import { createNotify } from "./tasks/create-notify.ts";
import { buildTaskList } from "./tasks/index.ts";
import { createEvalRunner } from "./tasks/run-eval-session.ts";
import type { WorkerDeps } from "./worker-context.ts";

const BEAT_MS = 5_000;
/** One of them may be an eval session, which takes long. */
const CONCURRENCY = 3;

/** The worker process: jobs (pull requests, rollouts, reconciliations), the repository loop, and its own heartbeat. */
async function main(): Promise<void> {
  const logger = createLogger("worker");
  const env = readWorkerEnv(process.env);
  const deps: WorkerDeps = {
    db: createDatabase(env.databaseUrl, 6),
    traces: createTracePool(
      env.databaseUrl,
      (error) => logger.warn({ err: error }, "a trace connection broke"),
      1,
    ),
    logger,
    now: () => new Date(),
    gitHostFor: createGitHosts(env),
    secretBox: createSecretBox(env.authSecret),
    evals: createEvalRunner(env),
    notify: createNotify(env),
  };
  const processId = randomUUID();
  const metrics = await startWorkerMetrics(env.metricsPort);
  const { runner, workerIds } = await startJobs(deps, env.directUrl, metrics);
  const beatNow = async () => {
    await beat(deps.db, processId, [processId, ...workerIds]);
    const dead = await freeDeadWorkers(deps.db);
    if (dead.length > 0) logger.warn({ dead }, "freed the jobs of workers that stopped");
  };
  await beatNow();
  const timer = setInterval(
    () => beatNow().catch((error: unknown) => logger.error({ err: error }, "beat")),
    BEAT_MS,
  );
  const loops = [
    startSyncLoop(deps, processId),
    startLateLoop(deps, processId),
    startCheckpointLoop(deps, processId, env.checkpointFile),
  ];
  logger.info({ processId }, "worker is ready");
  await new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  clearInterval(timer);
  await Promise.all(loops.map((loop) => loop.stop()));
  await runner.stop();
  await metrics.close();
  await forgetWorkers(deps.db, processId);
  await deps.db.$disconnect();
}

async function startJobs(
  deps: WorkerDeps,
  url: string,
  metrics: WorkerMetrics,
): Promise<{ runner: Runner; workerIds: Set<string> }> {
  const workerIds = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => workerIds.add(worker.workerId));
  events.on("worker:release", ({ worker }) => workerIds.delete(worker.workerId));
  events.on("job:success", ({ job }) => metrics.countJob(job.task_identifier, "done"));
  events.on("job:error", ({ job, error }) => {
    metrics.countJob(job.task_identifier, "failed");
    deps.logger.error({ job: job.task_identifier, attempts: job.attempts, err: error }, "a job failed");
  });
  const runner = await run({
    connectionString: url,
    taskList: buildTaskList(deps),
    concurrency: CONCURRENCY,
    // No recurring jobs: what recurs is a lease loop.
    crontab: "",
    pollInterval: 1_000,
    noHandleSignals: true,
    events,
  });
  return { runner, workerIds };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
