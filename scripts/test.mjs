#!/usr/bin/env node
/**
 * `npm test`: all set-up, then every stage, also after one failed. The last line counts everything.
 * `npm run test:unit` (`node scripts/test.mjs unit`) runs the unit tests alone, `npm run test:faults` the fault tests
 * as often as the documentation promises.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBrowser } from "./lib/browser.mjs";
import { addCounts, describeCounts, NONE } from "./lib/counts.mjs";
import { makeCurrent, prismaClient } from "./lib/generated.mjs";
import { install, needsInstall } from "./lib/install.mjs";
import { createLifecycle } from "./lib/lifecycle.mjs";
import { createProgress } from "./lib/progress.mjs";
import { checkRequirements } from "./lib/requirements.mjs";
import { allStages, faultStage, runStage, unitStage } from "./lib/stages.mjs";
import { startTestServer } from "./lib/test-server.mjs";

const root = path.resolve(import.meta.dirname, "..");
const progress = createProgress(process.stdout);
const reports = mkdtempSync(path.join(tmpdir(), "tupelo-reports-"));

async function prepareTree() {
  await checkRequirements();
  mkdirSync(reports, { recursive: true });
  if (needsInstall(root)) {
    await progress.step("Installing the dependencies", "npm ci, downloads up to 300 MB", () => install(root));
  }
  await makeCurrent(root, prismaClient, progress);
}

/** @returns {Promise<import("./lib/stages.mjs").Stage[]>} */
async function prepareStages() {
  if (process.argv[2] === "unit") return [unitStage(reports, process.env)];
  const startServer = () =>
    progress.step("Starting a database for tests", "Postgres 18", () => startTestServer(root));
  if (process.argv[2] === "faults") {
    const server = await startServer();
    cleanUps.push(server.stop);
    return [faultStage(reports, { ...process.env, TEST_DATABASE_URL: server.url })];
  }
  const browser = await progress.step("Finding a browser", "installs Chromium where there is none", () =>
    ensureBrowser(root),
  );
  const server = await startServer();
  cleanUps.push(server.stop);
  return allStages(reports, { ...process.env, CHROMIUM_PATH: browser, TEST_DATABASE_URL: server.url });
}

/** @type {(() => unknown)[]} */
const cleanUps = [() => rmSync(reports, { recursive: true, force: true })];
const cleanUp = () => Promise.all(cleanUps.map((work) => work()));
const lifecycle = createLifecycle({ progress, cleanUp, signalCode: 1 });

try {
  await prepareTree();
  let total = { ...NONE };
  for (const stage of await prepareStages()) total = addCounts(total, await runStage(root, stage));
  await cleanUp();
  console.log(describeCounts(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
} catch (error) {
  console.log("0 passed, 1 failed");
  await lifecycle.fail(error);
}
