import pg from "pg";
import { pino } from "pino";
import type { Database } from "../../db/client.ts";
import { SEEDED_AT } from "../../db/testing/seed-project.ts";
import type { Principal } from "../../domain/access/principal.ts";
import type { ServiceContext } from "../context.ts";
import { createSecretBox } from "../secrets/secret-box.ts";

/** What the console and the worker seal secrets with in tests. */
export const TEST_SERVER_SECRET = "a test's secret of at least 32 characters";

type Options = Partial<
  Pick<
    ServiceContext,
    "now" | "traces" | "gitHostFor" | "secretBox" | "idempotency" | "onAuthorize" | "requestId"
  >
>;

/** testContext is what a use case gets in a test: a fixed clock, no log, and no git host unless one is given. */
export function testContext(db: Database, principal: Principal, options: Options = {}): ServiceContext {
  return {
    db,
    secretBox: createSecretBox(TEST_SERVER_SECRET),
    // Connects only when a test reads traces.
    traces: new pg.Pool(),
    principal,
    now: () => SEEDED_AT,
    requestId: "req_test",
    logger: pino({ level: "silent" }),
    gitHostFor: () => {
      throw new Error("this test gave no git host");
    },
    ...options,
  };
}
