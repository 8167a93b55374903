import { Failure } from "./failure.mjs";
import { endedFailure } from "./processes.mjs";

/** Loaded when needed: this file is read before the dependencies are installed. */
async function loadPg() {
  return (await import("pg")).default;
}

/**
 * @template T
 * @param {string} url @param {(client: import("pg").Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withClient(url, work) {
  const { Client } = await loadPg();
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * waitUntilAccepting asks a server that was just started until it answers.
 * @param {import("./processes.mjs").RunningProcess} server @param {string} url @param {number} timeoutMs
 */
export async function waitUntilAccepting(server, url, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (server.howEnded() !== null) throw endedFailure(server);
    try {
      return await withClient(url, async (client) => void (await client.query("SELECT 1")));
    } catch (error) {
      if (codeOf(error) === "28P01") {
        throw new Failure(
          "The embedded database has another password than secrets.json: restore that file from a backup.",
        );
      }
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {string} adminUrl @param {string} name */
export async function ensureDatabase(adminUrl, name) {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

/** @param {string} adminUrl @param {string} name */
export async function recreateDatabase(adminUrl, name) {
  await withClient(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
  await ensureDatabase(adminUrl, name);
}

/**
 * checkServer refuses a server that cannot be reached, and, where it counts, one that may lose what it confirmed.
 * @param {string} url @param {{ mustBeDurable: boolean }} options
 */
export async function checkServer(url, { mustBeDurable }) {
  try {
    await withClient(url, async (client) => {
      const { rows } = await client.query("SHOW fsync");
      if (mustBeDurable && rows[0]?.fsync === "off") {
        throw new Failure(
          "This Postgres runs with fsync off and may lose what it confirmed: set fsync = on in its configuration.",
        );
      }
    });
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(describeUnreachable(url, error));
  }
}

/**
 * describeUnreachable says why a database cannot be used and what to do, without its password.
 * @param {string} url @param {unknown} error
 */
export function describeUnreachable(url, error) {
  const { hostname, port, pathname, username } = new URL(url);
  const server = `${hostname || "localhost"}:${port || 5432}`;
  const code = codeOf(error);
  if (code === "3D000")
    return `The server ${server} has no database ${pathname.slice(1)}: create it and start again.`;
  if (code === "28P01" || code === "28000") {
    return `The server ${server} refused the user ${username}: correct the user or password in DATABASE_URL.`;
  }
  const reason = error instanceof Error && error.message !== "" ? error.message : (code ?? "no answer");
  return `The database at ${server} cannot be reached (${reason}): start it, or correct DATABASE_URL.`;
}

/** hasAccounts says whether a migrated database has been set up. @param {string} url */
export function hasAccounts(url) {
  return withClient(
    url,
    async (client) => (await client.query("SELECT 1 FROM account LIMIT 1")).rowCount === 1,
  );
}

/** @param {unknown} error */
function codeOf(error) {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
