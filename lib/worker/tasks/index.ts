import type { JobHelpers, TaskList } from "graphile-worker";
import { z } from "zod";
import type { JobName } from "../../db/jobs.ts";
import { deliverNotification } from "../../services/notifications/deliver-notification.ts";
import { advancePromotion } from "../../services/promotions/advance-promotion.ts";
import { tellPromotionPull } from "../../services/pull-requests/tell-promotion-pull.ts";
import { tellReconciliationPull } from "../../services/pull-requests/tell-reconciliation-pull.ts";
import { reconcile } from "../../services/reconciliations/reconcile.ts";
import { syncRepositoryNow } from "../../services/registry/sync-repository-now.ts";
import { advanceRollout } from "../../services/rollouts/advance-rollout.ts";
import { GIT_SYNC, NOTIFIER, ROLLOUT_CONTROLLER } from "../service-principal.ts";
import { type WorkerDeps, workerContext } from "../worker-context.ts";
import { runEvalSessionTask } from "./run-eval-session.ts";

const numbered = z.object({
  projectId: z.string(),
  number: z.number().int(),
  attempts: z.number().int().optional(),
});

/** The jobs of the worker: each one calls the use case of its name, and is safe to run again. */
export function buildTaskList(deps: WorkerDeps): TaskList {
  type Task = (payload: z.output<typeof numbered>, signal: AbortSignal) => Promise<void>;
  const tasks: Record<JobName, Task> = {
    "advance-promotion": (payload) => advancePromotion(workerContext(deps, GIT_SYNC), payload),
    "advance-rollout": (payload) => advanceRollout(workerContext(deps, ROLLOUT_CONTROLLER), payload),
    "run-eval-session": (payload, signal) => runEvalSessionTask(deps, payload, signal),
    "deliver-notification": async (payload) => {
      if (deps.notify === undefined) throw new Error("this worker was made without a way to tell people");
      await deliverNotification(workerContext(deps, NOTIFIER), payload, deps.notify);
    },
    "sync-repository": (payload) => syncRepositoryNow(workerContext(deps, GIT_SYNC), payload),
    "tell-promotion-pull": (payload) =>
      tellPromotionPull(workerContext(deps, GIT_SYNC), payload, deps.publicUrl),
    "tell-reconciliation-pull": (payload) =>
      tellReconciliationPull(workerContext(deps, GIT_SYNC), payload, deps.publicUrl),
    reconcile: (payload) => reconcile(workerContext(deps, GIT_SYNC), payload),
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload: unknown, helpers: JobHelpers) => task(numbered.parse(payload), helpers.abortSignal),
    ]),
  );
}
