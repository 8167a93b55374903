import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { createDatabase, type Database } from "../client.ts";
import { migrate } from "../migrate.ts";

export type TestDatabase = { url: string; db: Database; drop: () => Promise<void> };

/**
 * createTestDatabase makes a database of its own for one test file, cloned from a migrated template on the server
 * of TEST_DATABASE_URL. Refuses a server that is not on this machine.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = assertLocal(process.env.TEST_DATABASE_URL);
  return cloneDatabase(serverUrl, await ensureTemplate(serverUrl));
}

/** copyTestDatabase makes another database with the same rows; the source must be connected to by nobody then. */
export async function copyTestDatabase(source: TestDatabase): Promise<TestDatabase> {
  await source.db.$disconnect();
  const serverUrl = assertLocal(process.env.TEST_DATABASE_URL);
  return cloneDatabase(serverUrl, new URL(source.url).pathname.slice(1));
}

async function cloneDatabase(serverUrl: string, template: string): Promise<TestDatabase> {
  const name = `tupelo_test_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = withDatabase(serverUrl, name);
  const db = createDatabase(url, 5);
  const drop = async () => {
    await db.$disconnect();
    await onServer(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  };
  return { url, db, drop };
}

function assertLocal(value: string | undefined): string {
  if (value === undefined) throw new Error("TEST_DATABASE_URL is not set: run these tests with `npm test`.");
  const { hostname } = new URL(value);
  if (!["127.0.0.1", "localhost", "::1", "[::1]", ""].includes(hostname)) {
    throw new Error(`Tests make and drop databases; they refuse the server ${hostname}.`);
  }
  return value;
}

/** The template's name carries the migrations' digest, so that an edited migration makes a new one. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const name = `tupelo_template_${migrationsDigest()}`;
  await onServer(serverUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock(7284012)");
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 1) return;
    const draft = `${name}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft}`);
    await migrate(withDatabase(serverUrl, draft));
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

function migrationsDigest(): string {
  const folder = path.join(import.meta.dirname, "../../../prisma/migrations");
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) {
    hash.update(name).update(readFileSync(path.join(folder, name, "migration.sql")));
  }
  return hash.digest("hex").slice(0, 12);
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function onServer(serverUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
