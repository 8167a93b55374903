/** A worker process that tests start: the real jobs and the real heartbeat, and it kills itself at CRASH_AT. */

import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { run, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { pino } from "pino";
import { createDatabase } from "../../db/client.ts";
import { beat, freeDeadWorkers } from "../../db/worker-beats.ts";
import type { GitHost } from "../../git/git-host.ts";
import { createGithubHost } from "../../git/github/create-github-host.ts";
import { connectGithub } from "../../git/github/github-connection.ts";
import { TEST_TOKEN } from "../../git/github/testing/test-token.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createSecretBox } from "../../services/secrets/secret-box.ts";
import { TEST_SERVER_SECRET } from "../../services/testing/test-context.ts";
import { createNotify } from "../tasks/create-notify.ts";
import { buildTaskList } from "../tasks/index.ts";
import { crashingHost } from "./crashing-host.ts";

const PUBLIC_URL = "https://console.example";
const BEAT_MS = 1_000;

async function main(): Promise<void> {
  const { DATABASE_URL = "", REPOSITORY = "", GITHUB_URL = "", CRASH_AT = "" } = process.env;
  const db = createDatabase(DATABASE_URL, 4);
  const crash = (): Promise<never> => {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => {});
  };
  const host = crashingHost(hostOf(REPOSITORY, GITHUB_URL), CRASH_AT, crash);
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
      now: () => new Date(),
      publicUrl: PUBLIC_URL,
      notify: createNotify({ egressAllow: [], publicUrl: PUBLIC_URL, mail: null }),
    }),
    ...{ concurrency: 2, crontab: "", pollInterval: 500, noHandleSignals: true, events },
  });
  await beatNow();
  setInterval(() => void beatNow(), BEAT_MS);
}

/** A repository on a scripted GitHub where its address is given, else a folder. */
function hostOf(repository: string, apiUrl: string): GitHost {
  if (apiUrl === "") return createLocalHost({ directory: repository });
  const credentials = { kind: "token", token: TEST_TOKEN } as const;
  return createGithubHost(connectGithub({ apiUrl, credentials, fetch: globalThis.fetch }), repository);
}

await main();
