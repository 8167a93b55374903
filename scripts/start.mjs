#!/usr/bin/env node
/**
 * `npm start`: all set-up, then console, data plane and worker until Ctrl-C or SIGTERM. Uses nothing but Node's own
 * modules until the dependencies are installed. What can be set is read in lib/settings.mjs.
 */
import path from "node:path";
import { loadSecrets, prepareDataFolder, saveSecrets } from "./lib/data-folder.mjs";
import { checkServer } from "./lib/database.mjs";
import { assertFreeSpace } from "./lib/disk.mjs";
import { startEmbeddedPostgres } from "./lib/embedded-postgres.mjs";
import { explain } from "./lib/failure.mjs";
import { dropUnfinished, needsFirstRun, runFirstRun, updateFirstRun } from "./lib/first-run.mjs";
import { consoleBuild, makeCurrent, prismaClient } from "./lib/generated.mjs";
import { install, needsInstall } from "./lib/install.mjs";
import { createLifecycle } from "./lib/lifecycle.mjs";
import { assertPortFree } from "./lib/ports.mjs";
import { startedProcesses } from "./lib/processes.mjs";
import { productEnvironment, productProcesses, startProduct } from "./lib/product.mjs";
import { createProgress } from "./lib/progress.mjs";
import { checkRequirements } from "./lib/requirements.mjs";
import { runOrFail } from "./lib/run.mjs";
import { claimDataFolder, recordProcesses, releaseDataFolder } from "./lib/run-record.mjs";
import { readSettings } from "./lib/settings.mjs";
import { describeInstallation } from "./lib/summary.mjs";

const INSTALL_MIB = 2_500;
const RUN_MIB = 200;

const root = path.resolve(import.meta.dirname, "..");
const progress = createProgress(process.stdout);

/** @param {import("./lib/settings.mjs").Settings} settings */
async function prepareTree(settings) {
  await assertFreeSpace(settings.dataFolder, RUN_MIB);
  if (needsInstall(root)) {
    await assertFreeSpace(root, INSTALL_MIB);
    await progress.step("Installing the dependencies", "npm ci, downloads up to 300 MB", () => install(root));
  }
  await makeCurrent(root, prismaClient, progress);
  await makeCurrent(root, consoleBuild, progress);
}

/** @param {import("./lib/settings.mjs").Settings} settings */
async function prepareDatabase(settings) {
  const { dataFolder, databaseUrl, isExposed } = settings;
  if (databaseUrl !== null) {
    await progress.step("Reaching the database", "the server of DATABASE_URL", () =>
      checkServer(databaseUrl, { mustBeDurable: isExposed }),
    );
    return { url: databaseUrl, embedded: null };
  }
  const secrets = loadSecrets(dataFolder);
  const embedded = await progress.step("Starting the database", "embedded Postgres 18", () =>
    startEmbeddedPostgres({
      root,
      dataFolder: path.join(dataFolder, "postgres"),
      password: secrets.postgresPassword,
      logFile: path.join(dataFolder, "logs/database.log"),
    }),
  );
  saveSecrets(dataFolder, { ...secrets, databaseUrl: embedded.url });
  return { url: embedded.url, embedded };
}

/** @param {import("./lib/settings.mjs").Settings} settings */
async function start(settings) {
  const { dataFolder, hasDemo } = settings;
  await prepareTree(settings);
  const { url, embedded } = await prepareDatabase(settings);
  const env = productEnvironment(settings, { databaseUrl: url, ...loadSecrets(dataFolder) });
  await dropUnfinished({ dataFolder, embedded });
  await progress.step("Migrating the database", "prisma/migrations", () =>
    runOrFail(
      "The database could not be migrated.",
      process.execPath,
      ["--import", "tsx", "scripts/migrate.ts"],
      {
        cwd: root,
        env,
      },
    ),
  );
  if (await needsFirstRun(url)) {
    prepareDataFolder(dataFolder);
    await progress.step(hasDemo ? "Writing the demo" : "Preparing the set-up link", "", () =>
      runFirstRun({ root, dataFolder, hasDemo, env }),
    );
  }
  const firstRun = updateFirstRun(dataFolder, settings);
  await progress.step("Starting console, data plane and worker", "until they answer", () =>
    startProduct(productProcesses(settings), { root, logFolder: path.join(dataFolder, "logs"), env }),
  );
  const remembered = startedProcesses().filter(({ name }) => name !== "database"); // Postgres knows its own remains
  recordProcesses(
    dataFolder,
    remembered.map(({ pid, plan }) => ({ pid, mark: plan.args.at(-1) ?? "" })),
  );
  return firstRun;
}

async function main() {
  const settings = readSettings(process.env, root);
  await checkRequirements();
  prepareDataFolder(settings.dataFolder);
  await claimDataFolder(settings.dataFolder);
  const lifecycle = createLifecycle({ progress, cleanUp: () => releaseDataFolder(settings.dataFolder) });
  try {
    const { host, port, dataPlaneHost, dataPlanePort } = settings;
    await assertPortFree({ host, port, variable: "PORT", purpose: "console" });
    const dataPlane = {
      host: dataPlaneHost,
      port: dataPlanePort,
      variable: "DATA_PLANE_PORT",
      purpose: "data plane",
    };
    await assertPortFree(dataPlane);
    const firstRun = await start(settings);
    lifecycle.watchProcesses();
    progress.say(describeInstallation(settings, firstRun));
  } catch (error) {
    await lifecycle.fail(error);
  }
}

main().catch((error) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
