import { addJob } from "../../db/jobs.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { expectedInGitOf } from "../../db/queries/expected-in-git-of.ts";
import { judgeReconciliation } from "../../domain/environments/reconciliation.ts";
import type { ServiceContext } from "../context.ts";
import type { DesiredWork } from "../registry/desired-work.ts";
import { closeReconciliation } from "./close-reconciliation.ts";

/**
 * settleReconciliation closes an unreviewed change that git and runtime agree about by now. The one of a rollback is
 * told what is served, and its own job looks at git once more before it closes.
 */
export async function settleReconciliation(ctx: ServiceContext, work: DesiredWork): Promise<void> {
  const { tx, audit, project, desired } = work;
  const facts = await loadEnvironmentFacts(tx, project.id, work.facts.environment.name);
  const { openReconciliation: open } = facts;
  if (open === null) return;
  const expectedReleaseId = expectedInGitOf(facts);
  if (open.kind !== "unreviewed_change") {
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: project.id, number: open.number } },
      data: {
        servedReleaseId: expectedReleaseId,
        desiredReleaseId: desired.releaseId,
        version: { increment: 1 },
      },
    });
    return addJob(tx, "reconcile", { projectId: project.id, number: open.number });
  }
  const finding = judgeReconciliation({
    desiredReleaseId: desired.releaseId,
    expectedReleaseId,
    headCommit: desired.commit,
  });
  if (finding.kind === "disagree") return;
  await closeReconciliation(tx, audit, open, { mergeCommit: desired.commit, now: ctx.now() });
}
