import type { Transaction } from "../../db/client.ts";
import type { ReconciliationModel } from "../../db/generated/models.ts";
import { type Audit, expectOne } from "../../db/transact.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";

type Closing = {
  mergeCommit: string;
  now: Date;
  /** When somebody else has to have looked at what a person merged without a review; null for nobody. */
  postReviewDueAt?: Date | null;
};

/** closeReconciliation closes one because git and runtime agree, by compare-and-set and with its event. */
export async function closeReconciliation(
  tx: Transaction,
  audit: Audit,
  row: ReconciliationModel,
  { mergeCommit, now, postReviewDueAt = null }: Closing,
): Promise<void> {
  const outcome = row.pullNumber === null || row.outcome === "closed_by_hand" ? "skipped" : "merged";
  const { count } = await tx.reconciliation.updateMany({
    where: { projectId: row.projectId, number: row.number, version: row.version, state: "open" },
    data: {
      state: "closed",
      closedAt: now,
      mergeCommit,
      outcome,
      lastError: null,
      nextTryAt: null,
      postReviewDueAt: row.postReviewDueAt ?? postReviewDueAt,
      version: { increment: 1 },
    },
  });
  expectOne(count, "reconciliation");
  audit({
    ...reconciliationEvent(row, "reconciliation.closed"),
    before: { state: "open" },
    after: { state: "closed", outcome, mergeCommit },
  });
}

/** reconciliationEvent is the part that all events of a reconciliation have. */
export function reconciliationEvent(row: ReconciliationModel, action: AuditAction) {
  return {
    chain: row.projectId,
    action,
    resourceKind: "reconciliation",
    resourceId: String(row.number),
    environment: row.environment,
    releaseId: row.servedReleaseId,
  };
}
