import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createDatabase } from "../lib/db/client.ts";
import { createTracePool } from "../lib/db/traces/trace-pool.ts";
import { createGitHostFor } from "../lib/git/git-host-for.ts";
import { createSetupToken } from "../lib/services/access/set-up.ts";
import { createLogger } from "../lib/services/logging/logger.ts";
import { createSecretBox } from "../lib/services/secrets/secret-box.ts";

/** An empty installation: a one-time link, valid for one hour, with which the first admin sets it up. */
async function main(): Promise<void> {
  const {
    DATABASE_URL,
    OPS_REPO_DIR = "",
    DATA_DIR = ".data",
    NEXTAUTH_URL,
    NEXTAUTH_SECRET = "",
  } = process.env;
  if (DATABASE_URL === undefined) throw new Error("The first run needs DATABASE_URL; `npm start` sets it.");
  const logger = createLogger("first-run");
  const db = createDatabase(DATABASE_URL, 2);
  const traces = createTracePool(DATABASE_URL, (error) => logger.warn({ err: error }, "traces"), 1);
  const token = await createSetupToken({
    ...{
      db,
      traces,
      logger,
      gitHostFor: createGitHostFor(OPS_REPO_DIR),
      secretBox: createSecretBox(NEXTAUTH_SECRET),
    },
    principal: { kind: "service", id: "installation", name: "Installation" },
    now: () => new Date(),
    requestId: "first-run",
  });
  await Promise.all([traces.end(), db.$disconnect()]);
  if (token === null) return;
  const {
    PORT = "3000",
    HOST = "127.0.0.1",
    DATA_PLANE_PORT = "4318",
    DATA_PLANE_HOST = "127.0.0.1",
  } = process.env;
  const url = NEXTAUTH_URL ?? `http://${HOST}:${PORT}`;
  const body = {
    url,
    dataPlaneUrl: `http://${DATA_PLANE_HOST}:${DATA_PLANE_PORT}`,
    setupUrl: `${url}/setup#${token}`,
    accounts: [],
    apiKeys: {},
  };
  await mkdir(DATA_DIR, { recursive: true });
  await writeFile(path.join(DATA_DIR, "first-run.json"), `${JSON.stringify(body, null, 2)}\n`, {
    mode: 0o600,
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
