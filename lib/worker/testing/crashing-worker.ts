/** A worker process that tests start: the real jobs and the real heartbeat, and it kills itself at CRASH_AT. */

import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { run, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { pino } from "pino";
import { createDatabase } from "../../db/client.ts";
import { beat, freeDeadWorkers } from "../../db/worker-beats.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createSecretBox } from "../../services/secrets/secret-box.ts";
import { TEST_SERVER_SECRET } from "../../services/testing/test-context.ts";
import { buildTaskList } from "../tasks/index.ts";
import { crashingHost } from "./crashing-host.ts";

const BEAT_MS = 1_000;

async function main(): Promise<void> {
  const { DATABASE_URL = "", REPOSITORY = "", CRASH_AT = "", NOW = "" } = process.env;
  const db = createDatabase(DATABASE_URL, 4);
  const crash = (): Promise<never> => {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => {});
  };
  const host = crashingHost(createLocalHost({ directory: REPOSITORY }), CRASH_AT, crash);
  const processId = randomUUID();
  const workerIds = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => workerIds.add(worker.workerId));
  if (CRASH_AT === "after decision") events.on("job:start", () => void crash());
  const beatNow = async () => {
    await beat(db, processId, [processId, ...workerIds]);
    await freeDeadWorkers(db);
  };
  await run({
    connectionString: DATABASE_URL,
    taskList: buildTaskList({
      ...{ db, traces: new pg.Pool(), logger: pino({ level: "silent" }) },
      gitHostFor: () => host,
      secretBox: createSecretBox(TEST_SERVER_SECRET),
      now: () => new Date(NOW),
      publicUrl: "https://console.example",
    }),
    ...{ concurrency: 2, crontab: "", pollInterval: 500, noHandleSignals: true, events },
  });
  await beatNow();
  setInterval(() => void beatNow(), BEAT_MS);
}

await main();
