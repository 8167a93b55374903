import { hostname } from "node:os";
import path from "node:path";
import { Failure } from "./failure.mjs";

/**
 * What `npm start` was asked for, read once from the environment.
 * @typedef {{ root: string, dataFolder: string, databaseUrl: string | null, host: string, port: number,
 *   dataPlaneHost: string, dataPlanePort: number, isExposed: boolean, hasDemo: boolean, url: string,
 *   dataPlaneUrl: string, nextAuthSecret: string | null }} Settings
 */

/**
 * readSettings reads and checks the environment; every refusal is one sentence.
 * @param {NodeJS.ProcessEnv} env @param {string} root
 * @returns {Settings}
 */
export function readSettings(env, root) {
  const host = nonEmpty(env.HOST) ?? "127.0.0.1";
  const dataPlaneHost = nonEmpty(env.DATA_PLANE_HOST) ?? "127.0.0.1";
  const port = readPort(env.PORT, "PORT", 3000);
  const dataPlanePort = readPort(env.DATA_PLANE_PORT, "DATA_PLANE_PORT", 4318);
  if (port === dataPlanePort) throw new Failure("PORT and DATA_PLANE_PORT are the same: give each its own.");
  const isExposed = env.TUPELO_ENV === "production" || !isLoopback(host) || !isLoopback(dataPlaneHost);
  const hasDemo = env.TUPELO_DEMO !== "0";
  const nextAuthSecret = nonEmpty(env.NEXTAUTH_SECRET);
  if (isExposed) refuseUnsafe({ hasDemo, nextAuthSecret });
  if (nonEmpty(env.DATABASE_URL_DIRECT) !== null && nonEmpty(env.DATABASE_URL) === null) {
    throw new Failure(
      "DATABASE_URL_DIRECT is set without DATABASE_URL: set both, or neither for the embedded database.",
    );
  }
  return {
    root,
    dataFolder: path.resolve(nonEmpty(env.DATA_DIR) ?? path.join(root, ".data")),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    ...{ host, port, dataPlaneHost, dataPlanePort, isExposed, hasDemo, nextAuthSecret },
    url: nonEmpty(env.NEXTAUTH_URL) ?? `http://${nameOf(host)}:${port}`,
    dataPlaneUrl: `http://${nameOf(dataPlaneHost)}:${dataPlanePort}`,
  };
}

/** @param {string} host */
export function isLoopback(host) {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** reachableHost is where this machine itself reaches a server that listens on `host`. @param {string} host */
export function reachableHost(host) {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return bracketed(host);
}

/** @param {string} host */
function nameOf(host) {
  return host === "0.0.0.0" || host === "::" ? hostname() : bracketed(host);
}

/** @param {string} host */
function bracketed(host) {
  return host.includes(":") ? `[${host}]` : host;
}

/** @param {{ hasDemo: boolean, nextAuthSecret: string | null }} given */
function refuseUnsafe({ hasDemo, nextAuthSecret }) {
  const why = "Others can reach this installation (TUPELO_ENV, HOST or DATA_PLANE_HOST), so";
  if (hasDemo) throw new Failure(`${why} the demo's accounts are refused: set TUPELO_DEMO=0.`);
  if (nextAuthSecret === null) {
    throw new Failure(
      `${why} NEXTAUTH_SECRET is required: set it to 32 random bytes, as \`openssl rand -hex 32\` gives.`,
    );
  }
}

/** @param {string | undefined} value @param {string} name @param {number} fallback */
function readPort(value, name, fallback) {
  if (nonEmpty(value) === null) return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`${name} is "${value}", which is not a port: set it to a number from 1 to 65535.`);
}

/** @param {string | undefined} value */
function readDatabaseUrl(value) {
  const text = nonEmpty(value);
  if (text === null) return null;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  throw new Failure(
    "DATABASE_URL is not the address of a Postgres: write postgres://user:password@host:5432/database.",
  );
}

/** @param {string | undefined} value */
function nonEmpty(value) {
  return value === undefined || value.trim() === "" ? null : value;
}
