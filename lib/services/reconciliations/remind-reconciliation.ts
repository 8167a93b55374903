import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import { transact } from "../../db/transact.ts";
import { refuseRemind } from "../../domain/environments/reconciliation.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";
import { lockReconciliation } from "./lock-reconciliation.ts";
import { tellOwner } from "./tell-owner.ts";

type Remind = typeof reconciliationEndpoints.remindReconciliation;

/** remindReconciliation tells the owner again that git and runtime disagree; at most every ten minutes. */
export async function remindReconciliation(
  ctx: ServiceContext,
  input: { params: ParamsOf<Remind> },
): Promise<ResponseOf<Remind>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "reconciliation:own", { projectId: project.id });
  const { number } = input.params;
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    const row = await lockReconciliation(tx, project.id, number);
    authorize(ctx, "reconciliation:own", { projectId: project.id, environment: row.environment });
    throwRefusal(refuseRemind({ ...row, now }));
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: project.id, number } },
      data: { remindedAt: now, version: { increment: 1 } },
    });
    await tellOwner(ctx, tx, row, {
      dedupeKey: `reconciliation_reminded:${number}:${now.toISOString()}`,
      sentence: `${ctx.principal.name} reminds ${row.ownerName}: ${row.environment} serves ${row.servedReleaseId ?? "nothing"} and git names ${row.desiredReleaseId ?? "nothing"}.`,
    });
    audit({ ...reconciliationEvent(row, "reconciliation.reminded"), after: { owner: row.ownerName } });
    return { number, remindedAt: now.toISOString() };
  });
}
