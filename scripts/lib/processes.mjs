import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { Failure } from "./failure.mjs";
import { lastLines } from "./run.mjs";

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** @type {Set<RunningProcess>} */
const started = new Set();
let isStopping = false;

/**
 * What to start. `stopSignal` is what the program takes as "end now, orderly"; `graceMs` how long it may take;
 * a lower `stopRank` is stopped earlier.
 * @typedef {{ name: string, command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv, logFile: string,
 *   uid?: number, gid?: number, stopSignal?: NodeJS.Signals, graceMs: number, stopRank: number }} ProcessPlan
 * @typedef {{ name: string, pid: number, plan: ProcessPlan, exited: Promise<void>, howEnded: () => string | null }} RunningProcess
 */

/**
 * startProcess starts a program in a process group of its own (so that Ctrl-C reaches only us and the order of
 * stopping is ours), with its output in a log file that only this user reads.
 * @param {ProcessPlan} plan
 * @returns {RunningProcess}
 */
export function startProcess(plan) {
  if (isStopping) throw new Failure("Everything is being stopped.");
  rotate(plan.logFile);
  const log = openSync(plan.logFile, "a", 0o600);
  const child = spawn(plan.command, plan.args, {
    cwd: plan.cwd,
    env: plan.env,
    uid: plan.uid,
    gid: plan.gid,
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  /** @type {{ ended: string | null }} */
  const state = { ended: null };
  /** @type {Promise<void>} */
  const exited = new Promise((resolve) => {
    const end = (/** @type {string} */ how) => {
      state.ended ??= how;
      resolve();
    };
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const running = { name: plan.name, pid: child.pid ?? 0, plan, exited, howEnded: () => state.ended };
  started.add(running);
  return running;
}

/** startedProcesses lists what was started and not yet stopped, in the order of stopping. */
export function startedProcesses() {
  return [...started].sort((a, b) => a.plan.stopRank - b.plan.stopRank);
}

/**
 * stopEverything stops all processes one after the other; nothing can be started afterwards.
 * @param {(name: string, stop: () => Promise<void>) => Promise<void>} [around] shows the progress of each
 */
export async function stopEverything(around = (_name, stop) => stop()) {
  isStopping = true;
  for (const running of startedProcesses()) await around(running.name, () => stopProcess(running));
}

/** @param {string} logFile */
function rotate(logFile) {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
}

/**
 * stopProcess asks a program to end, waits its grace, then ends what is left of its group by force.
 * @param {RunningProcess} running
 */
export async function stopProcess(running) {
  const { pid, plan, exited } = running;
  started.delete(running);
  if (pid === 0) return;
  if (running.howEnded() === null) send(pid, plan.stopSignal ?? "SIGTERM");
  await Promise.race([exited, delay(plan.graceMs)]);
  send(-pid, "SIGKILL");
  await Promise.race([exited, delay(1_000)]);
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Nothing with this id is left.
  }
}

/** @param {number} ms @returns {Promise<void>} */
export function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** @param {string} logFile */
export function tailOf(logFile) {
  try {
    return `The last lines of ${logFile}:\n${lastLines(readFileSync(logFile, "utf8"), 20)}`;
  } catch {
    return `${logFile} cannot be read.`;
  }
}

/**
 * endedFailure says which process ended by itself, and shows its last lines.
 * @param {RunningProcess} running
 */
export function endedFailure(running) {
  const sentence = `The ${running.name} stopped by itself (${running.howEnded()}), so everything was stopped.`;
  return new Failure(sentence, { details: tailOf(running.plan.logFile) });
}

/**
 * waitUntilHealthy asks an address until it answers 200. Fails when the process ends or the time is over.
 * @param {RunningProcess} running @param {string} url @param {number} timeoutMs
 */
export async function waitUntilHealthy(running, url, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (running.howEnded() !== null) throw endedFailure(running);
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const sentence = `The ${running.name} did not answer at ${url} within ${timeoutMs / 1000} s.`;
  throw new Failure(sentence, { details: tailOf(running.plan.logFile) });
}

/** @param {string} url */
async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: "manual" });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
