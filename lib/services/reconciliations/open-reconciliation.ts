import type { Transaction } from "../../db/client.ts";
import type { ReconciliationModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import type { Audit } from "../../db/transact.ts";
import { hoursAfter, nextBranch } from "../../domain/environments/reconciliation.ts";
import { reconciliationBranch } from "../../domain/gitops/branch-names.ts";
import type { ServiceContext } from "../context.ts";
import { ownerOf } from "./owner-of.ts";

type Input = {
  ctx: ServiceContext;
  project: Project;
  facts: EnvironmentFacts;
  servedReleaseId: string;
  reason: string;
  /** A person acted without a review: somebody else looks at it afterwards, whatever git says. */
  isBreakGlass: boolean;
};

/**
 * openReconciliation records that git and runtime now disagree and queues the pull request that makes them agree.
 * An open one is rewritten to the new target instead of opening a second. Returns its number, or null when git
 * names the served release already.
 */
export async function openReconciliation(
  tx: Transaction,
  audit: Audit,
  input: Input,
): Promise<number | null> {
  const { ctx, project, facts, servedReleaseId, reason } = input;
  const open = facts.openReconciliation;
  const desiredReleaseId = facts.environment.desiredReleaseId;
  if (open === null && desiredReleaseId === servedReleaseId && !input.isBreakGlass) return null;
  const number = open?.number ?? (await nextNumber(tx, "reconciliation", project.id));
  if (open === null) {
    await tx.reconciliation.create({ data: newRow(input, number) });
  } else {
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: project.id, number } },
      data: { ...changeOf(input), ...anotherPull(open), version: { increment: 1 } },
    });
  }
  audit({
    chain: project.id,
    action: open === null ? "reconciliation.opened" : "reconciliation.rewritten",
    resourceKind: "reconciliation",
    resourceId: String(number),
    environment: facts.environment.name,
    releaseId: servedReleaseId,
    before: open === null ? null : { served: open.servedReleaseId },
    after: { desired: desiredReleaseId, served: servedReleaseId },
    reason,
  });
  await addJob(tx, "reconcile", { projectId: project.id, number });
  ctx.logger.info({ project: project.slug, reconciliation: number }, "reconciliation opened");
  return number;
}

/** A pull request that somebody closed was about an earlier target: the new one gets its own. */
function anotherPull({ outcome, branch }: ReconciliationModel) {
  if (outcome !== "closed_by_hand") return {};
  return { branch: nextBranch(branch), outcome: null, pullNumber: null, lastError: null };
}

/** Whoever acted last owns it, and answers for it afterwards. */
function changeOf({ ctx, project, facts, servedReleaseId, reason, isBreakGlass }: Input) {
  const now = ctx.now();
  return {
    kind: "rollback",
    desiredReleaseId: facts.environment.desiredReleaseId,
    servedReleaseId,
    reason,
    ...ownerOf(ctx, project),
    nextTryAt: now,
    ...(isBreakGlass ? { postReviewDueAt: hoursAfter(now, project.postReviewHours) } : {}),
  };
}

function newRow(input: Input, number: number) {
  const { ctx, project, facts } = input;
  const now = ctx.now();
  return {
    ...changeOf(input),
    projectId: project.id,
    number,
    environment: facts.environment.name,
    state: "open",
    branch: reconciliationBranch(facts.environment.name, number),
    openedAt: now,
    dueAt: hoursAfter(now, project.reconciliationHours),
  };
}
