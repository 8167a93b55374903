import type pg from "pg";
import type { Logger } from "pino";
import type { Database } from "../db/client.ts";
import type { Principal } from "../domain/access/principal.ts";
import type { ServiceContext } from "../services/context.ts";
import type { Env } from "./env.ts";

/** What the console process holds once: its database pool, its logger, its git hosts, its clock. */
export type Runtime = {
  env: Env;
  db: Database;
  traces: pg.Pool;
  logger: Logger;
  gitHostFor: ServiceContext["gitHostFor"];
  secretBox: ServiceContext["secretBox"];
  now: () => Date;
};

/** Who acts where nobody is signed in: first set-up and accepting an invite. It never passes authorize(). */
export const ANONYMOUS: Principal = { kind: "service", id: "installation", name: "Installation" };

/** contextOf makes a service's context for one request. */
export function contextOf(runtime: Runtime, principal: Principal, requestId: string): ServiceContext {
  return {
    db: runtime.db,
    traces: runtime.traces,
    principal,
    now: runtime.now,
    requestId,
    logger: runtime.logger.child({ requestId }),
    gitHostFor: runtime.gitHostFor,
    secretBox: runtime.secretBox,
  };
}

/**
 * ownOrigins are the addresses that the console's pages may have: the configured one, and on this machine the
 * usual names of loopback with the same port, because people type both.
 */
export function ownOrigins(env: Env): string[] {
  const url = new URL(env.publicUrl);
  const loopback = ["127.0.0.1", "localhost", "[::1]"];
  if (!loopback.includes(url.hostname)) return [url.origin];
  return loopback.map((hostname) => `${url.protocol}//${hostname}${url.port === "" ? "" : `:${url.port}`}`);
}
