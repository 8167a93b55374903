import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");
const READY_TIMEOUT_MS = 60_000;
const GRACE_MS = 12_000;

export type ProcessName = "console" | "data-plane" | "worker";

const ENTRIES: Record<ProcessName, string> = {
  console: "lib/server/main.ts",
  "data-plane": "lib/dataplane/main.ts",
  worker: "lib/worker/main.ts",
};

/** One process of the product, in a group of its own. */
export type RunningProcess = { name: ProcessName; pid: number; logFile: string; child: ChildProcess };

/** launch starts one process of the product, with its output in a log file. */
export function launch(
  name: ProcessName,
  input: { env: NodeJS.ProcessEnv; logFolder: string },
): RunningProcess {
  const logFile = path.join(input.logFolder, `${name}.log`);
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, ["--import", "tsx", path.join(ROOT, ENTRIES[name])], {
    cwd: ROOT,
    env: input.env,
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`The ${name} could not be started.`);
  return { name, pid: child.pid, logFile, child };
}

/** end sends a signal to a process's group and waits until the process is gone; after a grace it is killed. */
export async function end(running: RunningProcess, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
  const { child, pid } = running;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  signalGroup(pid, signal);
  const force = setTimeout(() => signalGroup(pid, "SIGKILL"), GRACE_MS);
  await exited;
  clearTimeout(force);
}

function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** waitUntilAnswering polls an address until it answers 200; throws when the process ends before. */
export async function waitUntilAnswering(url: string, running: RunningProcess): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (running.child.exitCode !== null) {
      throw new Error(
        `The ${running.name} ended with code ${running.child.exitCode}; see ${running.logFile}.`,
      );
    }
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within ${READY_TIMEOUT_MS / 1000} s; see ${running.logFile}.`);
}
