import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { createTestDatabase } from "../../lib/db/testing/test-database.ts";
import { ROLES, type Role } from "../../lib/domain/access/roles.ts";
import { freePort } from "./free-port.ts";
import {
  end,
  launch,
  type ProcessName,
  type RunningProcess,
  waitUntilAnswering,
} from "./product-processes.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

const firstRunSchema = z.object({
  url: z.string(),
  dataPlaneUrl: z.string(),
  project: z.string(),
  accounts: z.array(z.object({ email: z.string(), password: z.string(), roles: z.array(z.enum(ROLES)) })),
  apiKeys: z.object({ gateway: z.string(), ci: z.string(), read: z.string() }),
});
type FirstRun = z.infer<typeof firstRunSchema>;

export type Account = FirstRun["accounts"][number];

/** A whole Tupelo with the demo, on ports, a database and folders of its own. */
export type Product = FirstRun & {
  /** The bare ops repository. */
  repository: string;
  /** For what an operator would do in the product's own database. */
  databaseUrl: string;
  logFiles: readonly string[];
  account: (role: Role) => Account;
  pids: () => Record<ProcessName, number>;
  killWorker: () => Promise<void>;
  restartWorker: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * startProduct seeds the demo and starts console, data plane and worker; the database must be on this machine.
 * `settings` are variables of the environment besides those that every journey has.
 */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-journey-"));
  const env = { ...(await environmentOf(folder, database.url)), ...settings };
  const processes = new Map<ProcessName, RunningProcess>();
  const stop = async () => {
    for (const running of processes.values()) await end(running);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await run(process.execPath, ["--import", "tsx", "demo/seed.ts"], { cwd: ROOT, env, timeout: 60_000 });
    const firstRun = firstRunSchema.parse(
      JSON.parse(readFileSync(path.join(folder, "first-run.json"), "utf8")),
    );
    for (const name of ["console", "data-plane", "worker"] as const) {
      processes.set(name, launch(name, { env, logFolder: path.join(folder, "logs") }));
    }
    await waitForAll(firstRun, processes);
    return { ...firstRun, ...handles({ firstRun, processes, env, folder }), databaseUrl: database.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function environmentOf(folder: string, databaseUrl: string): Promise<NodeJS.ProcessEnv> {
  const [port, dataPlanePort] = [await freePort(), await freePort()];
  mkdirSync(path.join(folder, "logs"));
  return {
    ...process.env,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    OPS_REPO_DIR: path.join(folder, "repositories"),
    AUDIT_CHECKPOINT_FILE: path.join(folder, "audit-checkpoints.jsonl"),
    NEXTAUTH_SECRET: "a secret of the journeys, used by nobody else",
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_PLANE_HOST: "127.0.0.1",
    DATA_PLANE_PORT: String(dataPlanePort),
    TUPELO_DEMO: "1",
  };
}

async function waitForAll(firstRun: FirstRun, processes: Map<ProcessName, RunningProcess>): Promise<void> {
  const [console, dataPlane] = [processes.get("console"), processes.get("data-plane")];
  if (console === undefined || dataPlane === undefined)
    throw new Error("A process of the product is missing.");
  await Promise.all([
    waitUntilAnswering(`${firstRun.url}/api/ready`, console),
    waitUntilAnswering(`${firstRun.dataPlaneUrl}/api/ready`, dataPlane),
  ]);
}

type Parts = {
  firstRun: FirstRun;
  processes: Map<ProcessName, RunningProcess>;
  env: NodeJS.ProcessEnv;
  folder: string;
};

function handles({ firstRun, processes, env, folder }: Parts) {
  const logFolder = path.join(folder, "logs");
  const processOf = (name: ProcessName) => {
    const running = processes.get(name);
    if (running === undefined) throw new Error(`The ${name} was not started.`);
    return running;
  };
  return {
    repository: path.join(folder, "repositories", `${firstRun.project}.git`),
    logFiles: [...processes.values()].map(({ logFile }) => logFile),
    account: (role: Role) => {
      const found = firstRun.accounts.find(({ roles }) => roles.includes(role));
      if (found === undefined) throw new Error(`Nobody of the demo is ${role}.`);
      return found;
    },
    pids: () => ({
      console: processOf("console").pid,
      "data-plane": processOf("data-plane").pid,
      worker: processOf("worker").pid,
    }),
    killWorker: () => end(processOf("worker"), "SIGKILL"),
    restartWorker: async () => {
      await end(processOf("worker"));
      processes.set("worker", launch("worker", { env, logFolder }));
    },
  };
}
