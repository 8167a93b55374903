import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/environments.ts";
import { addJob } from "../../db/jobs.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Recheck = typeof reconciliationEndpoints.recheckReconciliation;

/** recheckReconciliation makes the worker look at git now instead of at the next try. */
export async function recheckReconciliation(
  ctx: ServiceContext,
  input: { params: ParamsOf<Recheck> },
): Promise<ResponseOf<Recheck>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "reconciliation:recheck", { projectId: project.id });
  const { number } = input.params;
  return transact(ctx, async (tx, audit) => {
    const row = await tx.reconciliation.findUnique({
      where: { projectId_number: { projectId: project.id, number } },
    });
    if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
    if (row.state !== "open") throw new AppError("wrong-state", "This reconciliation is closed already.");
    await addJob(tx, "reconcile", { projectId: project.id, number });
    audit({
      chain: project.id,
      action: "reconciliation.recheck_asked",
      resourceKind: "reconciliation",
      resourceId: String(number),
      environment: row.environment,
      releaseId: row.servedReleaseId,
    });
    return { number, state: "open" as const };
  });
}
