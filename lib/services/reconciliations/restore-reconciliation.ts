import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import { addJob } from "../../db/jobs.ts";
import { transact } from "../../db/transact.ts";
import { refuseRestore } from "../../domain/environments/classify-desired.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";
import { lockReconciliation } from "./lock-reconciliation.ts";

type Restore = typeof reconciliationEndpoints.restoreReconciliation;

/** restoreReconciliation lets the worker open the pull request that puts an unreviewed change back to what is served. */
export async function restoreReconciliation(
  ctx: ServiceContext,
  input: { params: ParamsOf<Restore> },
): Promise<ResponseOf<Restore>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "reconciliation:own", { projectId: project.id });
  const { number } = input.params;
  return transact(ctx, async (tx, audit) => {
    const row = await lockReconciliation(tx, project.id, number);
    authorize(ctx, "reconciliation:own", { projectId: project.id, environment: row.environment });
    throwRefusal(refuseRestore(row));
    if (row.choice === "restore") throw new AppError("no-op", "Its pull request is on the way already.");
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: project.id, number } },
      data: { choice: "restore", nextTryAt: ctx.now(), version: { increment: 1 } },
    });
    await addJob(tx, "reconcile", { projectId: project.id, number });
    audit({
      ...reconciliationEvent(row, "reconciliation.restore_chosen"),
      before: { choice: row.choice },
      after: { choice: "restore" },
    });
    return { number, choice: "restore" as const };
  });
}
