import { createDatabase } from "../db/client.ts";
import { createTracePool } from "../db/traces/trace-pool.ts";
import type { Principal } from "../domain/access/principal.ts";
import { createGitHostFor } from "../git/git-host-for.ts";
import type { ServiceContext } from "../services/context.ts";
import { createLogger } from "../services/logging/logger.ts";
import { createSecretBox } from "../services/secrets/secret-box.ts";
import { parseEnv } from "./env.ts";
import { contextOf, type Runtime } from "./runtime.ts";

/** Next bundles a module once per kind of route; the process still has one pool, because it hangs on globalThis. */
declare global {
  var tupeloRuntime: Runtime | undefined;
}

/** getRuntime returns the process's one runtime, made at the first call. Throws when the environment is not complete. */
export function getRuntime(): Runtime {
  globalThis.tupeloRuntime ??= createRuntime();
  return globalThis.tupeloRuntime;
}

/** setRuntime gives tests (and only tests) a runtime of their own. */
export function setRuntime(runtime: Runtime | undefined): void {
  globalThis.tupeloRuntime = runtime;
}

/** makeContext makes a service's context for this process. */
export function makeContext(principal: Principal, requestId: string): ServiceContext {
  return contextOf(getRuntime(), principal, requestId);
}

function createRuntime(): Runtime {
  const env = parseEnv(process.env);
  const logger = createLogger("console");
  return {
    env,
    db: createDatabase(env.databaseUrl),
    traces: createTracePool(env.databaseUrl, (error) =>
      logger.warn({ err: error }, "a trace connection broke"),
    ),
    logger,
    gitHostFor: createGitHostFor(env.opsRepoDir),
    secretBox: createSecretBox(env.authSecret),
    now: () => new Date(),
  };
}
