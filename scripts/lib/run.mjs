import { spawn } from "node:child_process";
import { Failure } from "./failure.mjs";

const KEPT_CHARACTERS = 2_000_000;

/**
 * runCommand runs one command to its end, with no input, and keeps what it wrote.
 * @param {string} command @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, uid?: number, gid?: number }} options
 * @returns {Promise<{ code: number, output: string }>} code 124 when it ran out of time
 */
export function runCommand(command, args, { cwd, env, timeoutMs, uid, gid }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      uid,
      gid,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    let isLate = false;
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString("utf8")).slice(-KEPT_CHARACTERS);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const end = () => child.pid !== undefined && endGroup(child.pid);
    const endLate = () => {
      isLate = true;
      end();
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(endLate, timeoutMs);
    running.add(end);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      running.delete(end);
      resolve({ code: isLate ? 124 : (code ?? 1), output });
    });
  });
}

/** @type {Set<() => void>} */
const running = new Set();

/** endRunningCommands ends everything that runCommand started and that still runs. */
export function endRunningCommands() {
  for (const end of running) end();
}

/** @param {number} pid */
function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/**
 * runOrFail is runCommand for work that has to succeed; the last lines are shown when it does not.
 * @param {string} sentence said when it fails
 * @param {string} command @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, uid?: number, gid?: number }} options
 */
export async function runOrFail(sentence, command, args, options) {
  const { code, output } = await runCommand(command, args, options);
  if (code === 0) return output;
  throw new Failure(sentence, { details: lastLines(output, 25) });
}

/** @param {string} text @param {number} count */
export function lastLines(text, count) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
