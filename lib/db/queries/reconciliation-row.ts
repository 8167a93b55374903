import type { ReconciliationRow } from "../../contracts/reconciliations.ts";
import type { ReconciliationModel } from "../generated/models.ts";

/** reconciliationRow is a reconciliation as the API shows it. */
export function reconciliationRow(row: ReconciliationModel): ReconciliationRow {
  return {
    number: row.number,
    environment: row.environment,
    kind: row.kind,
    state: row.state === "open" ? "open" : "closed",
    desiredReleaseId: row.desiredReleaseId,
    servedReleaseId: row.servedReleaseId,
    ownerName: row.ownerName,
    ownerId: row.owner.startsWith("account:") ? row.owner.slice("account:".length) : null,
    reason: row.reason,
    pullNumber: row.pullNumber,
    branch: row.branch,
    mergeCommit: row.mergeCommit,
    outcome: row.outcome,
    choice: row.choice === "review" || row.choice === "restore" ? row.choice : null,
    change: changeOf(row),
    attempts: row.attempts,
    lastError: row.lastError,
    nextTryAt: text(row.nextTryAt),
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    remindedAt: text(row.remindedAt),
    closedAt: text(row.closedAt),
    postReview: postReviewOf(row),
  };
}

function text(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

function changeOf({ commit, commitAuthor, commitAuthorEmail }: ReconciliationModel) {
  if (commit === null) return null;
  return { commit, author: commitAuthor ?? "", authorEmail: commitAuthorEmail ?? "" };
}

function postReviewOf(row: ReconciliationModel): ReconciliationRow["postReview"] {
  if (row.postReviewDueAt === null) return null;
  return {
    dueAt: row.postReviewDueAt.toISOString(),
    reviewedAt: text(row.postReviewedAt),
    reviewedByName: row.postReviewedByName,
    comment: row.postReview,
  };
}
