import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";
import { lockReconciliation, refuseClosed } from "./lock-reconciliation.ts";

type TakeOver = typeof reconciliationEndpoints.takeOverReconciliation;

/** takeOverReconciliation makes the caller the owner of an open reconciliation: the one who is asked about it. */
export async function takeOverReconciliation(
  ctx: ServiceContext,
  input: { params: ParamsOf<TakeOver> },
): Promise<ResponseOf<TakeOver>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "reconciliation:own", { projectId: project.id });
  const { number } = input.params;
  const owner = principalRef(ctx.principal);
  const ownerName = ctx.principal.name;
  return transact(ctx, async (tx, audit) => {
    const row = await lockReconciliation(tx, project.id, number);
    authorize(ctx, "reconciliation:own", { projectId: project.id, environment: row.environment });
    refuseClosed(row);
    if (row.owner === owner) throw new AppError("no-op", "You own this reconciliation already.");
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: project.id, number } },
      data: { owner, ownerName, version: { increment: 1 } },
    });
    audit({
      ...reconciliationEvent(row, "reconciliation.taken_over"),
      before: { owner: row.ownerName },
      after: { owner: ownerName },
    });
    return { number, ownerName };
  });
}
