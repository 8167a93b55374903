import pg from "pg";
import pino from "pino";
import { createDatabase, type Database } from "../../db/client.ts";
import { createGitHostFor } from "../../git/git-host-for.ts";
import { createSecretBox } from "../../services/secrets/secret-box.ts";
import { TEST_SERVER_SECRET } from "../../services/testing/test-context.ts";
import { parseEnv } from "../env.ts";
import type { Runtime } from "../runtime.ts";

/** Nothing listens there: a test that should not need a database finds out. */
const NOWHERE = "postgres://nobody@127.0.0.1:1/none";

/** testRuntime is a console process without a process: `clock.now` may be moved by the test. */
export function testRuntime(
  clock: { now: Date },
  database: { url: string; db: Database } = { url: NOWHERE, db: createDatabase(NOWHERE) },
): Runtime {
  const env = parseEnv({
    DATABASE_URL: database.url,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: TEST_SERVER_SECRET,
    OPS_REPO_DIR: "/nowhere",
    // Configured, but never called: it is refused before a connection is made.
    MLFLOW_TRACKING_URI: "https://127.0.0.1",
    NODE_ENV: "test",
    EVAL_ENDPOINT_URL: "https://models.invalid/v1",
    EVAL_MODEL: "small",
  });
  return {
    env,
    db: database.db,
    traces: new pg.Pool({ connectionString: database.url, max: 1 }),
    logger: pino({ level: "silent" }),
    gitHostFor: createGitHostFor(env.opsRepoDir),
    secretBox: createSecretBox(env.authSecret),
    now: () => clock.now,
  };
}
