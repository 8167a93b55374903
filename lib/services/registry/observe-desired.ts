import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { transact } from "../../db/transact.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import type { ServiceContext } from "../context.ts";
import { completeMerge, moveDesired } from "../promotions/complete-merge.ts";
import { adoptRelease, type Desired } from "./adopt-release.ts";

/**
 * observeDesired acts on what main names for an environment. A merge of our own reviewed pull request becomes a
 * rollout; the first release of an environment is adopted; anything else is recorded as desired and not served,
 * so that the drift is seen.
 */
export async function observeDesired(ctx: ServiceContext, project: Project, desired: Desired): Promise<void> {
  const found = await ctx.db.environment.findUnique({
    where: { projectId_name: { projectId: project.id, name: desired.environment } },
  });
  if (found === null || found.desiredReleaseId === desired.releaseId) return;
  const merged = await findMergedPromotion(ctx, project, desired);
  if (merged !== null) return completeMerge(ctx, { projectId: project.id, ...merged });
  if (found.allocationVersion === 0 && (await adoptRelease(ctx, project, desired))) return;
  await transact(ctx, async (tx, audit) => {
    const facts = await loadEnvironmentFacts(tx, project.id, desired.environment);
    await moveDesired(tx, audit, facts, { ...desired, now: ctx.now() });
  });
}

/** A promotion whose own pull request is merged: the runtime missed it, or the worker stopped in between. */
async function findMergedPromotion(ctx: ServiceContext, project: Project, desired: Desired) {
  const { environment, releaseId } = desired;
  const candidates = await ctx.db.promotion.findMany({
    where: { projectId: project.id, environment, releaseId, state: { in: ["approved", "merging"] } },
    orderBy: { number: "desc" },
  });
  const host = ctx.gitHostFor(project);
  for (const { number } of candidates) {
    const pull = await host.findPullRequest(promotionBranch(environment, releaseId, number));
    if (pull?.state === "merged" && pull.mergeCommit !== null)
      return { number, mergeCommit: pull.mergeCommit };
  }
  return null;
}
