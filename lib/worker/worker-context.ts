import type { Logger } from "pino";
import type { Database } from "../db/client.ts";
import { createId } from "../db/create-id.ts";
import type { ServicePrincipal } from "../domain/access/principal.ts";
import type { ServiceContext } from "../services/context.ts";

/** What every task of one worker process shares. */
export type WorkerDeps = Pick<ServiceContext, "db" | "traces" | "gitHostFor" | "now"> & {
  db: Database;
  logger: Logger;
};

/** workerContext makes the context of one task or tick, acting as one of Tupelo's own parts. */
export function workerContext(deps: WorkerDeps, principal: ServicePrincipal): ServiceContext {
  return { ...deps, principal, requestId: createId("req", deps.now()) };
}
