import { addJob } from "../../db/jobs.ts";
import { expectedInGitOf } from "../../db/queries/expected-in-git-of.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { describeUnreviewed, type UnreviewedCause } from "../../domain/environments/classify-desired.ts";
import { hoursAfter } from "../../domain/environments/reconciliation.ts";
import { reconciliationBranch } from "../../domain/gitops/branch-names.ts";
import type { ServiceContext } from "../context.ts";
import { recordDesired } from "../environments/record-desired.ts";
import { tellPeople } from "../notifications/tell-people.ts";
import { ownerOfCommit } from "../reconciliations/owner-of.ts";
import { authorOf } from "./adopt-release.ts";
import type { DesiredWork } from "./desired-work.ts";

/**
 * recordUnreviewed keeps what git names and nobody reviewed from being served: it is recorded, told, and stays open
 * as a reconciliation with two offers, a review or the way back. An open one is kept and names the newer change.
 */
export async function recordUnreviewed(
  ctx: ServiceContext,
  work: DesiredWork,
  cause: UnreviewedCause,
): Promise<void> {
  const { tx, audit, project, facts, desired } = work;
  const { environment, openReconciliation: open } = facts;
  const now = ctx.now();
  if (environment.desiredReleaseId !== desired.releaseId) {
    await recordDesired(tx, audit, facts, { ...desired, now });
  }
  const reason = describeUnreviewed(cause, desired.releaseId);
  const number = open?.number ?? (await nextNumber(tx, "reconciliation", project.id));
  const change = {
    desiredReleaseId: desired.releaseId,
    commit: desired.commit,
    commitAuthor: desired.authorName,
    commitAuthorEmail: desired.authorEmail,
    authorEmails: desired.authorEmails,
  };
  if (open === null)
    await tx.reconciliation.create({ data: await newRow(ctx, work, { number, change, reason, cause }) });
  else {
    const isUnreviewed = open.kind === "unreviewed_change";
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: project.id, number } },
      // Another change than the one that somebody chose about: it is chosen anew.
      data: { ...change, ...(isUnreviewed ? { reason, choice: null } : {}), version: { increment: 1 } },
    });
  }
  audit({
    chain: project.id,
    action: open === null ? "reconciliation.opened" : "reconciliation.rewritten",
    resourceKind: "reconciliation",
    resourceId: String(number),
    environment: environment.name,
    releaseId: desired.releaseId,
    before: open === null ? null : { desired: open.desiredReleaseId },
    after: {
      kind: open?.kind ?? "unreviewed_change",
      desired: desired.releaseId,
      cause,
      ...authorOf(desired),
    },
    reason,
  });
  await addJob(tx, "reconcile", { projectId: project.id, number });
  await tellPeople(ctx, tx, {
    projectId: project.id,
    type: "unreviewed_change",
    dedupeKey: `unreviewed_change:${environment.name}:${desired.commit}:${desired.releaseId}`,
    environment: environment.name,
    releaseId: desired.releaseId,
    resource: { kind: "reconciliation", id: String(number) },
    sentence: `${reason} It is not served in ${environment.name}.${byWhom(cause, desired)}`,
  });
}

/** Whoever wrote the line long ago did not push it over main's history. */
function byWhom(cause: UnreviewedCause, { authorName }: DesiredWork["desired"]): string {
  return cause === "history_rewritten" || authorName === "" ? "" : ` The commit is by ${authorName}.`;
}

type NewRow = {
  number: number;
  reason: string;
  cause: UnreviewedCause;
  change: {
    desiredReleaseId: string | null;
    commit: string;
    commitAuthor: string;
    commitAuthorEmail: string;
    authorEmails: string[];
  };
};

async function newRow(ctx: ServiceContext, work: DesiredWork, { number, reason, cause, change }: NewRow) {
  const { tx, project, facts, desired } = work;
  const { name } = facts.environment;
  const now = ctx.now();
  return {
    ...change,
    ...(await ownerOfCommit(tx, project, cause === "history_rewritten" ? "" : desired.authorEmail)),
    projectId: project.id,
    number,
    environment: name,
    kind: "unreviewed_change",
    state: "open",
    servedReleaseId: expectedInGitOf(facts),
    reason,
    branch: reconciliationBranch(name, number),
    openedAt: now,
    dueAt: hoursAfter(now, project.reconciliationHours),
    nextTryAt: now,
  };
}
