import { execFile } from "node:child_process";
import { Failure } from "./failure.mjs";

/**
 * nodeProblem says what is wrong with a Node version, or null.
 * @param {string} version e.g. `20.19.1`
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (isSupported) return null;
  return `Node ${version} is not supported: install Node 24 (20.19 or later and 22.12 or later work too).`;
}

/** checkRequirements refuses a machine without a Node version we support or without git. */
export async function checkRequirements() {
  const problem = nodeProblem(process.versions.node);
  if (problem !== null) throw new Failure(problem);
  const hasGit = await new Promise((resolve) =>
    execFile("git", ["--version"], (error) => resolve(error === null)),
  );
  if (!hasGit) throw new Failure("git was not found: install git (https://git-scm.com) and start again.");
}
