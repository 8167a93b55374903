import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** git runs the ordinary git command in a folder, as a person who is not Tupelo would, and returns what it said. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const { stdout } = await run("git", ["-C", folder, ...args], { env, maxBuffer: 16 * 1024 * 1024 });
  return stdout.trimEnd();
}
