import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasAccounts, recreateDatabase } from "./database.mjs";
import { Failure } from "./failure.mjs";
import { runOrFail } from "./run.mjs";

/**
 * What the first run writes to first-run.json (mode 600). An empty installation has a `setupUrl` instead of accounts.
 * @typedef {{ url?: string, dataPlaneUrl?: string, project?: string, setupUrl?: string,
 *   accounts?: { email: string, roles: string[] }[] }} FirstRun
 */

/** @param {string} dataFolder */
export const firstRunFile = (dataFolder) => path.join(dataFolder, "first-run.json");

/** Exists while the demo is being written; found at a start, it means that the last one was interrupted. */
const markOf = (/** @type {string} */ dataFolder) => path.join(dataFolder, "first-run-unfinished");

/**
 * dropUnfinished removes a demo that an interrupted start left half written.
 * @param {{ dataFolder: string, embedded: { adminUrl: string, database: string } | null }} installation
 */
export async function dropUnfinished({ dataFolder, embedded }) {
  if (!existsSync(markOf(dataFolder))) return;
  if (embedded === null) {
    throw new Failure(
      `The first start was interrupted and left its data half written: empty the database, delete ${markOf(dataFolder)} and start again.`,
    );
  }
  await recreateDatabase(embedded.adminUrl, embedded.database);
  rmSync(path.join(dataFolder, "repositories"), { recursive: true, force: true });
  rmSync(firstRunFile(dataFolder), { force: true });
  rmSync(markOf(dataFolder));
}

/**
 * needsFirstRun says whether nobody can sign in yet.
 * @param {string} databaseUrl
 */
export async function needsFirstRun(databaseUrl) {
  return !(await hasAccounts(databaseUrl));
}

/**
 * runFirstRun writes the demo, or the set-up link of an empty installation.
 * @param {{ root: string, dataFolder: string, hasDemo: boolean, env: NodeJS.ProcessEnv }} installation
 */
export async function runFirstRun({ root, dataFolder, hasDemo, env }) {
  const script = hasDemo ? "demo/seed.ts" : "scripts/first-run.ts";
  writeFileSync(markOf(dataFolder), "", { mode: 0o600 });
  await runOrFail(
    `The first set-up (${script}) failed; what it said last is below.`,
    process.execPath,
    ["--import", "tsx", path.join(root, script)],
    { cwd: root, env, timeoutMs: 300_000 },
  );
  rmSync(markOf(dataFolder));
}

/**
 * updateFirstRun reads first-run.json and corrects its addresses, which may differ from the first start's.
 * @param {string} dataFolder @param {{ url: string, dataPlaneUrl: string }} addresses
 * @returns {FirstRun | null}
 */
export function updateFirstRun(dataFolder, { url, dataPlaneUrl }) {
  const file = firstRunFile(dataFolder);
  if (!existsSync(file)) return null;
  const content = JSON.parse(readFileSync(file, "utf8"));
  if (content.url === url && content.dataPlaneUrl === dataPlaneUrl) return content;
  const corrected = { ...content, url, dataPlaneUrl };
  writeFileSync(`${file}.new`, `${JSON.stringify(corrected, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return corrected;
}
