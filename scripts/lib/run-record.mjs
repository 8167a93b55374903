import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { runCommand } from "./run.mjs";

/**
 * What runs from a data folder now, so that a second start is refused and the remains of a killed one are ended.
 * @typedef {{ pid: number, processes: { pid: number, mark: string }[] }} RunRecord
 */

/** @param {string} dataFolder */
const fileOf = (dataFolder) => path.join(dataFolder, "running.json");

/**
 * claimDataFolder refuses a folder that another start uses, ends what a killed start left, and writes down this one.
 * @param {string} dataFolder
 */
export async function claimDataFolder(dataFolder) {
  const earlier = readRecord(dataFolder);
  if (earlier !== null && earlier.pid !== process.pid) {
    if ((await commandLineOf(earlier.pid)).includes("scripts/start.mjs")) {
      throw new Failure(
        `Tupelo runs already from ${dataFolder} (process ${earlier.pid}): stop it first, or name another DATA_DIR.`,
      );
    }
    for (const { pid, mark } of earlier.processes) {
      if (mark !== "" && (await commandLineOf(pid)).includes(mark)) await endByForce(pid);
    }
  }
  recordProcesses(dataFolder, []);
}

/** @param {number} pid */
async function endByForce(pid) {
  process.kill(-pid, "SIGKILL");
  for (let waitedMs = 0; (await commandLineOf(pid)) !== "" && waitedMs < 5_000; waitedMs += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {string} dataFolder @param {RunRecord["processes"]} processes mark: a part of the command line */
export function recordProcesses(dataFolder, processes) {
  writeFileSync(fileOf(dataFolder), `${JSON.stringify({ pid: process.pid, processes })}\n`, { mode: 0o600 });
}

/** @param {string} dataFolder */
export function releaseDataFolder(dataFolder) {
  if (readRecord(dataFolder)?.pid === process.pid) rmSync(fileOf(dataFolder), { force: true });
}

/** @param {string} dataFolder @returns {RunRecord | null} */
function readRecord(dataFolder) {
  if (!existsSync(fileOf(dataFolder))) return null;
  try {
    const { pid, processes } = JSON.parse(readFileSync(fileOf(dataFolder), "utf8"));
    return { pid, processes };
  } catch {
    return null;
  }
}

/**
 * commandLineOf reads what a process was started with; empty when there is none.
 * @param {number} pid
 * @returns {Promise<string>}
 */
export async function commandLineOf(pid) {
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  }
  const { output } = await runCommand("ps", ["-o", "command=", "-p", String(pid)], { cwd: "/" });
  return output;
}
