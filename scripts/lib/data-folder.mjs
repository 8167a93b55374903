import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";

const MARKER = "this-is-tupelo-data";
const MAY_BE_THERE = new Set(["lost+found", ".gitkeep"]);

/**
 * prepareDataFolder makes the folder that holds everything this installation keeps. Others may enter it (Postgres
 * runs as another user when we are root) and read nothing. Refuses a folder with other things in it, because its
 * rights are changed here.
 * @param {string} folder
 */
export function prepareDataFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!existsSync(path.join(folder, MARKER))) adopt(folder);
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    for (const name of ["logs", "repositories"])
      mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error instanceof Failure || (error instanceof Error && "code" in error && error.code === "ENOSPC"))
      throw error;
    const reason = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    throw new Failure(
      `The folder ${folder} cannot be written${reason}: give this user the right to, or name another with DATA_DIR.`,
    );
  }
}

/** @param {string} folder */
function adopt(folder) {
  const others = readdirSync(folder).filter((name) => !MAY_BE_THERE.has(name));
  if (others.length > 0) {
    throw new Failure(
      `The folder ${folder} holds other things (${others[0]}): name a new or empty one with DATA_DIR.`,
    );
  }
  writeFileSync(path.join(folder, MARKER), "", { mode: 0o600 });
}

/**
 * What is random in this installation. `databaseUrl` is the embedded server's, for people who want to look inside.
 * @typedef {{ postgresPassword: string, nextAuthSecret: string, databaseUrl?: string }} Secrets
 */

/**
 * loadSecrets reads the installation's secrets, made at its first start (mode 600).
 * @param {string} dataFolder
 * @returns {Secrets}
 */
export function loadSecrets(dataFolder) {
  const file = path.join(dataFolder, "secrets.json");
  if (existsSync(file)) return parseSecrets(readFileSync(file, "utf8"), file);
  const secrets = {
    postgresPassword: randomBytes(24).toString("hex"),
    nextAuthSecret: randomBytes(32).toString("hex"),
  };
  saveSecrets(dataFolder, secrets);
  return secrets;
}

/** @param {string} dataFolder @param {Secrets} secrets */
export function saveSecrets(dataFolder, secrets) {
  const file = path.join(dataFolder, "secrets.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** @param {string} text @param {string} file @returns {Secrets} */
function parseSecrets(text, file) {
  try {
    const { postgresPassword, nextAuthSecret, databaseUrl } = JSON.parse(text);
    if (typeof postgresPassword === "string" && typeof nextAuthSecret === "string") {
      return {
        postgresPassword,
        nextAuthSecret,
        ...(typeof databaseUrl === "string" ? { databaseUrl } : {}),
      };
    }
  } catch {
    // The sentence below says what to do.
  }
  throw new Failure(`${file} cannot be read: restore it from a backup, or name a new folder with DATA_DIR.`);
}
