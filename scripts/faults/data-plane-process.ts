import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const MAIN = path.resolve(import.meta.dirname, "../../lib/dataplane/main.ts");
const START_TIMEOUT_MS = 60_000;

/** A data plane in a process of its own, always on the same port. */
export type DataPlaneProcess = {
  url: string;
  /** Of the process that runs now. */
  pid: () => number;
  killAndRestart: () => Promise<void>;
  stop: () => Promise<void>;
};

/** startDataPlaneProcess starts the real program and waits until it answers. */
export async function startDataPlaneProcess(
  databaseUrl: string,
  port: number,
  env: Record<string, string> = {},
): Promise<DataPlaneProcess> {
  const url = `http://127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "test",
        DATABASE_URL: databaseUrl,
        DATA_PLANE_PORT: String(port),
        ...env,
      },
      stdio: "ignore",
    });
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(url))) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error("the data plane did not start");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return child;
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  let child = await start();
  return {
    url,
    pid: () => child.pid ?? 0,
    killAndRestart: async () => {
      await end(child, "SIGKILL");
      child = await start();
    },
    stop: () => end(child, "SIGTERM"),
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/api/health`).then(
    (response) => response.ok,
    () => false,
  );
}
