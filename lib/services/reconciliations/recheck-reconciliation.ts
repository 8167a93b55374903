import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import { addJob } from "../../db/jobs.ts";
import { transact } from "../../db/transact.ts";
import { nextBranch } from "../../domain/environments/reconciliation.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";
import { lockReconciliation, refuseClosed } from "./lock-reconciliation.ts";

type Recheck = typeof reconciliationEndpoints.recheckReconciliation;

/**
 * recheckReconciliation makes the worker look at git now instead of at the next try. Where somebody closed its pull
 * request unmerged, the next numbered branch is opened.
 */
export async function recheckReconciliation(
  ctx: ServiceContext,
  input: { params: ParamsOf<Recheck> },
): Promise<ResponseOf<Recheck>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "reconciliation:recheck", { projectId: project.id });
  const { number } = input.params;
  return transact(ctx, async (tx, audit) => {
    const row = await lockReconciliation(tx, project.id, number);
    authorize(ctx, "reconciliation:recheck", { projectId: project.id, environment: row.environment });
    refuseClosed(row);
    const isOffered = row.outcome === "closed_by_hand";
    if (isOffered) {
      await tx.reconciliation.update({
        where: { projectId_number: { projectId: project.id, number } },
        data: {
          branch: nextBranch(row.branch),
          outcome: null,
          pullNumber: null,
          lastError: null,
          version: { increment: 1 },
        },
      });
    }
    await addJob(tx, "reconcile", { projectId: project.id, number });
    audit({
      ...reconciliationEvent(row, "reconciliation.recheck_asked"),
      ...(isOffered ? { before: { branch: row.branch }, after: { branch: nextBranch(row.branch) } } : {}),
    });
    return { number, state: "open" as const };
  });
}
