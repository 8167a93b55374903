import { readFileSync } from "node:fs";
import path from "node:path";
import { runOrFail } from "./run.mjs";

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean }> }} Lock */

/**
 * isInstalled compares the lock file with npm's own record of what it put into node_modules, which npm writes last.
 * @param {Lock | null} lock @param {Lock | null} installed the content of node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  if (lock?.packages === undefined || installed?.packages === undefined) return false;
  for (const [key, { version, optional }] of Object.entries(lock.packages)) {
    if (key === "") continue;
    const found = installed.packages[key];
    if (found === undefined ? optional !== true : found.version !== version) return false;
  }
  return true;
}

/** @param {string} root the repository's folder */
export function needsInstall(root) {
  return !isInstalled(
    readLock(path.join(root, "package-lock.json")),
    readLock(path.join(root, "node_modules/.package-lock.json")),
  );
}

/** @param {string} file @returns {Lock | null} */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * install brings node_modules to what the lock file says; no package's own script is run.
 * @param {string} root
 */
export async function install(root) {
  await runOrFail(
    "npm could not install the dependencies: check the network (or the registry in your npm settings) and start again.",
    "npm",
    ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"],
    { cwd: root, env: { ...process.env, NODE_ENV: "development" } },
  );
}
