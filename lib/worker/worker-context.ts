import type { Logger } from "pino";
import type { Database } from "../db/client.ts";
import { createId } from "../db/create-id.ts";
import type { ServicePrincipal } from "../domain/access/principal.ts";
import type { Complete } from "../evals/runner/completion.ts";
import type { EvalEndpoint } from "../evals/runner/eval-endpoint.ts";
import type { ServiceContext } from "../services/context.ts";
import type { NotifyDeps } from "../services/notifications/notify-deps.ts";

/** How this worker asks the model endpoint; the key is inside. */
export type EvalRunnerDeps = { endpoint: EvalEndpoint | null; complete: Complete };

/** What every task of one worker process shares. */
export type WorkerDeps = Pick<ServiceContext, "db" | "traces" | "gitHostFor" | "secretBox" | "now"> & {
  db: Database;
  logger: Logger;
  /** The console's address, which links in comments begin with. */
  publicUrl: string;
  evals?: EvalRunnerDeps;
  notify?: NotifyDeps;
};

/** workerContext makes the context of one task or tick, acting as one of Tupelo's own parts. */
export function workerContext(deps: WorkerDeps, principal: ServicePrincipal): ServiceContext {
  const { evals: _evals, notify: _notify, publicUrl: _publicUrl, ...shared } = deps;
  return { ...shared, principal, requestId: createId("req", deps.now()) };
}
