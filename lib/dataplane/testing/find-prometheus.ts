import { execFile } from "node:child_process";
import { access, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CACHE = path.join(import.meta.dirname, "../../../node_modules/.cache/prometheus");
const UNPACKED = path.join(CACHE, "unpacked/usr/bin/prometheus");

/** Where Prometheus is, or in words why there is none. */
export type FoundPrometheus = { command: string } | { missing: string };

/**
 * findPrometheus takes the one that is installed, else unpacks Debian's package, which needs apt, dpkg and the network.
 * Nothing is installed in the system; what was unpacked is kept for the next run.
 */
export async function findPrometheus(): Promise<FoundPrometheus> {
  for (const command of ["prometheus", UNPACKED]) {
    if (await works(command)) return { command };
  }
  try {
    await rm(CACHE, { recursive: true, force: true });
    await mkdir(CACHE, { recursive: true });
    await run("apt-get", ["download", "prometheus"], { cwd: CACHE, timeout: 60_000 });
    const [name] = (await readdir(CACHE)).filter((file) => file.endsWith(".deb"));
    if (name === undefined) return { missing: "apt-get brought no package" };
    await run("dpkg", ["-x", path.join(CACHE, name), path.join(CACHE, "unpacked")], { timeout: 60_000 });
    await rm(path.join(CACHE, name));
    await access(UNPACKED);
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split("\n")[0] ?? "unknown") : String(error) };
  }
  return (await works(UNPACKED)) ? { command: UNPACKED } : { missing: "what was unpacked does not run" };
}

async function works(command: string): Promise<boolean> {
  try {
    await run(command, ["--version"], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
