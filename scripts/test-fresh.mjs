#!/usr/bin/env node
/**
 * `npm run test:fresh`: clones HEAD and does what a newcomer does, as root and as an ordinary user (as ourselves alone
 * where we are not root): starts it several times, stops it by each signal, looks for processes left behind, and runs
 * `npm test`. Takes long and needs what an installation needs; not part of `npm test`.
 */
import { spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeCounts } from "./lib/counts.mjs";
import { freshUsers, processesMentioning, runAs } from "./lib/fresh-user.mjs";
import { findFreePort } from "./lib/ports.mjs";
import { lastLines, runOrFail } from "./lib/run.mjs";

const START_TIMEOUT_MS = 15 * 60_000;
const STOP_TIMEOUT_MS = 15_000;
const SECOND_START_MS = 30_000;
const root = path.resolve(import.meta.dirname, "..");
/** `npm run test:fresh -- --starts` leaves `npm test` out. */
const hasTests = !process.argv.includes("--starts");
const counts = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} name @param {boolean} isOk @param {string} [details] */
function record(name, isOk, details = "") {
  counts[isOk ? "passed" : "failed"] += 1;
  console.log(`${isOk ? "ok    " : "FAILED"}  ${name}${isOk || details === "" ? "" : `\n${details}`}`);
}

/** How a start is ended: who gets which signal. */
const STOPS = /** @type {const} */ ([
  { name: "SIGINT to the group, as Ctrl-C does", signal: "SIGINT", to: "group" },
  { name: "SIGTERM to npm", signal: "SIGTERM", to: "npm" },
  { name: "SIGTERM to the script", signal: "SIGTERM", to: "script" },
]);

/** @param {import("./lib/fresh-user.mjs").FreshUser} user */
async function tryAs(user) {
  const home = mkdtempSync(path.join(tmpdir(), "tupelo-fresh-"));
  chmodSync(home, 0o755);
  if (user.uid !== undefined) chownSync(home, user.uid, user.gid ?? user.uid);
  const clone = path.join(home, "tupelo");
  const git = [
    "-c",
    `safe.directory=${root}`,
    "-c",
    `safe.directory=${root}/.git`,
    "clone",
    "--quiet",
    root,
    clone,
  ];
  await runOrFail("The repository could not be cloned.", "git", git, { cwd: home, env: process.env });
  if (user.uid !== undefined)
    await runOrFail("chown failed.", "chown", ["-R", `${user.uid}:${user.gid}`, clone], { cwd: home });
  try {
    for (const [index, stop] of STOPS.entries())
      await tryStart(user, { home, clone, stop, isFirst: index === 0 });
    if (hasTests) await tryTests(user, { home, clone });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {import("./lib/fresh-user.mjs").FreshUser} user @param {{ home: string, clone: string, stop: typeof STOPS[number], isFirst: boolean }} run */
async function tryStart(user, { home, clone, stop, isFirst }) {
  const data = path.join(home, "data");
  mkdirSync(data, { recursive: true });
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid ?? user.uid);
  const ports = { PORT: String(await findFreePort()), DATA_PLANE_PORT: String(await findFreePort()) };
  const startedAt = Date.now();
  const npm = spawnAs(user, home, clone, ["start"], { ...ports, DATA_DIR: data });
  const label = `${user.name}, ${isFirst ? "first" : "further"} start`;
  const isUp = await npm.waitFor("Press Ctrl-C to stop", START_TIMEOUT_MS);
  record(`${label}: comes up`, isUp, lastLines(npm.output(), 40));
  if (isUp) {
    if (!isFirst)
      record(`${label}: within ${SECOND_START_MS / 1000} s`, Date.now() - startedAt < SECOND_START_MS);
    await checkAddresses(label, ports, data);
  }
  const script = Number(JSON.parse(readIfThere(path.join(data, "running.json")) ?? "{}").pid);
  const target = { npm: npm.pid, script, group: -npm.pid }[stop.to];
  const stoppedAt = Date.now();
  if (Number.isInteger(target)) process.kill(target, stop.signal);
  const hasEnded = await npm.ends(STOP_TIMEOUT_MS);
  while (processesMentioning([clone, data]).length > 0 && Date.now() - stoppedAt < STOP_TIMEOUT_MS)
    await pause(200);
  const left = processesMentioning([clone, data]);
  record(
    `${user.name}, ${stop.name}: ends within ${STOP_TIMEOUT_MS / 1000} s`,
    hasEnded,
    lastLines(npm.output(), 20),
  );
  record(
    `${user.name}, ${stop.name}: no process is left`,
    left.length === 0,
    left.map(({ line }) => line).join("\n"),
  );
  for (const { pid } of left) process.kill(pid, "SIGKILL");
}

/** @param {string} label @param {{ PORT: string, DATA_PLANE_PORT: string }} ports @param {string} data */
async function checkAddresses(label, { PORT, DATA_PLANE_PORT }, data) {
  for (const address of [`:${PORT}/api/health`, `:${DATA_PLANE_PORT}/api/health`, `:${PORT}/sign-in`]) {
    const status = await fetch(`http://127.0.0.1${address}`).then((response) => response.status, String);
    record(
      `${label}: ${address.replace(/^:\d+/, address.startsWith(`:${PORT}`) ? "console " : "data plane ")} answers`,
      status === 200,
      `status ${status}`,
    );
  }
  const firstRun = JSON.parse(readIfThere(path.join(data, "first-run.json")) ?? "{}");
  record(
    `${label}: first-run.json names the accounts`,
    Array.isArray(firstRun.accounts) && firstRun.accounts.length > 0,
  );
}

/** @param {import("./lib/fresh-user.mjs").FreshUser} user @param {{ home: string, clone: string }} places */
async function tryTests(user, { home, clone }) {
  const npm = spawnAs(user, home, clone, ["test"], { CI: "true" });
  const hasEnded = await npm.ends(60 * 60_000);
  const last = lastLines(npm.output(), 1);
  record(`${user.name}: npm test (${last})`, hasEnded && npm.code() === 0, lastLines(npm.output(), 120));
  const left = processesMentioning([clone]);
  record(
    `${user.name}: npm test leaves no process`,
    left.length === 0,
    left.map(({ line }) => line).join("\n"),
  );
  for (const { pid } of left) process.kill(pid, "SIGKILL");
}

/**
 * @param {import("./lib/fresh-user.mjs").FreshUser} user @param {string} home @param {string} cwd
 * @param {string[]} args @param {Record<string, string>} env
 */
function spawnAs(user, home, cwd, args, env) {
  const child = spawn("npm", args, {
    ...runAs(user, home, env),
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  /** @type {number | null} */
  let code = null;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  const ended = new Promise((resolve) => {
    child.once("close", (exitCode) => {
      code = exitCode;
      resolve(true);
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    code: () => code,
    /** @param {number} timeoutMs */
    ends: (timeoutMs) => Promise.race([ended, pause(timeoutMs)]).then((value) => value === true),
    /** @param {string} text @param {number} timeoutMs */
    async waitFor(text, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      while (!output.includes(text) && child.exitCode === null && Date.now() < deadline) await pause(100);
      return output.includes(text);
    },
  };
}

/** @param {number} ms @returns {Promise<void>} */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

const keepAlive = setInterval(() => {}, 1_000);
for (const user of freshUsers())
  await tryAs(user).catch((error) => record(`${user.name}: ${error.message}`, false));
clearInterval(keepAlive);
console.log(describeCounts(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
