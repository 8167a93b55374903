import path from "node:path";
import { startProcess, waitUntilHealthy } from "./processes.mjs";
import { reachableHost } from "./settings.mjs";

const READY_TIMEOUT_MS = 90_000;

/**
 * One process of the product: its entry file, and where it says that it is well (null: it is well while it lives).
 * @typedef {{ name: string, entry: string, healthUrl: string | null, graceMs: number }} ProductProcess
 */

/**
 * productProcesses lists the three processes in the order in which they are stopped.
 * @param {import("./settings.mjs").Settings} settings
 * @returns {ProductProcess[]}
 */
export function productProcesses({ host, port, dataPlaneHost, dataPlanePort }) {
  const health = (/** @type {string} */ at, /** @type {number} */ on) =>
    `http://${reachableHost(at)}:${on}/api/health`;
  return [
    { name: "console", entry: "lib/server/main.ts", healthUrl: health(host, port), graceMs: 2_500 },
    {
      name: "data plane",
      entry: "lib/dataplane/main.ts",
      healthUrl: health(dataPlaneHost, dataPlanePort),
      graceMs: 1_500,
    },
    { name: "worker", entry: "lib/worker/main.ts", healthUrl: null, graceMs: 2_500 },
  ];
}

/**
 * productEnvironment is what the processes, the seed and the migrations are given.
 * @param {import("./settings.mjs").Settings} settings
 * @param {{ databaseUrl: string, nextAuthSecret: string }} made
 * @returns {NodeJS.ProcessEnv}
 */
export function productEnvironment(settings, { databaseUrl, nextAuthSecret }) {
  return {
    ...process.env,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    DATA_DIR: settings.dataFolder,
    OPS_REPO_DIR: path.join(settings.dataFolder, "repositories"),
    AUDIT_CHECKPOINT_FILE:
      process.env.AUDIT_CHECKPOINT_FILE ?? path.join(settings.dataFolder, "audit-checkpoints.jsonl"),
    NEXTAUTH_SECRET: settings.nextAuthSecret ?? nextAuthSecret,
    NEXTAUTH_URL: settings.url,
    HOST: settings.host,
    PORT: String(settings.port),
    DATA_PLANE_HOST: settings.dataPlaneHost,
    DATA_PLANE_PORT: String(settings.dataPlanePort),
    DATA_PLANE_URL: settings.dataPlaneUrl,
    TUPELO_DEMO: settings.hasDemo ? "1" : "0",
    ...(settings.databaseUrl === null ? { TUPELO_EMBEDDED_DATABASE: "1" } : {}),
  };
}

/** The secrets that one process alone calls somebody with. @type {Record<string, string>} */
const OWNERS = {
  EVAL_ENDPOINT_KEY: "worker",
  SMTP_URL: "worker",
  GITHUB_TOKEN: "worker",
  GITHUB_APP_PRIVATE_KEY: "worker",
  GITHUB_APP_PRIVATE_KEY_FILE: "worker",
  MLFLOW_TRACKING_TOKEN: "console",
  OIDC_CLIENT_SECRET: "console",
  GITHUB_OAUTH_SECRET: "console",
};

/**
 * environmentOf leaves out what only another process needs, so that no secret is where nobody uses it.
 * @param {string} name @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(name, env) {
  return Object.fromEntries(Object.entries(env).filter(([variable]) => (OWNERS[variable] ?? name) === name));
}

/**
 * startProduct starts all processes at once and waits until those that have an address answer there.
 * @param {readonly ProductProcess[]} processes
 * @param {{ root: string, logFolder: string, env: NodeJS.ProcessEnv }} where
 */
export async function startProduct(processes, { root, logFolder, env }) {
  const running = processes.map(({ name, entry, graceMs }, stopRank) =>
    startProcess({
      ...{ name, env: environmentOf(name, env), graceMs, stopRank, cwd: root, command: process.execPath },
      args: ["--import", "tsx", path.join(root, entry)],
      logFile: path.join(logFolder, `${name.replaceAll(" ", "-")}.log`),
    }),
  );
  await Promise.all(
    processes.map(async ({ healthUrl }, index) => {
      const started = running[index];
      if (started !== undefined && healthUrl !== null)
        await waitUntilHealthy(started, healthUrl, READY_TIMEOUT_MS);
    }),
  );
  return running;
}
