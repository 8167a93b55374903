import type { EnvironmentModel, PromotionModel } from "../../db/generated/models.ts";
import { assessPromotion } from "../../db/queries/assess-promotion.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { transact } from "../../db/transact.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import type { PullRequest } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { checkReviewedTree } from "../promotions/check-reviewed-tree.ts";
import { completeMerge, moveDesired } from "../promotions/complete-merge.ts";
import { whyNotApproved } from "../promotions/why-not-approved.ts";
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
  if (found === null) return;
  const isNews = found.desiredReleaseId !== desired.releaseId;
  const merged = isNews ? await findMergedPromotion(ctx, project, desired) : null;
  if (merged !== null) return completeMerge(ctx, { projectId: project.id, ...merged });
  // Where nothing is served yet, each look tries to adopt: the manifest may come after the line that names it.
  if ((await isUntouched(ctx, found)) && (await adoptRelease(ctx, project, desired))) return;
  if (!isNews) return;
  await transact(ctx, async (tx, audit) => {
    const facts = await loadEnvironmentFacts(tx, project.id, desired.environment);
    await moveDesired(tx, audit, facts, { ...desired, now: ctx.now() });
  });
}

/** An environment that never served anything and that no rollout is about to fill. */
async function isUntouched(ctx: ServiceContext, environment: EnvironmentModel): Promise<boolean> {
  if (environment.allocationVersion > 0) return false;
  return (await ctx.db.rollout.count({ where: { environmentId: environment.id } })) === 0;
}

/** A promotion whose own pull request is merged: the runtime missed it, or the worker stopped in between. */
async function findMergedPromotion(ctx: ServiceContext, project: Project, desired: Desired) {
  const { environment, releaseId } = desired;
  const candidates = await ctx.db.promotion.findMany({
    where: { projectId: project.id, environment, releaseId, state: { in: ["approved", "merging"] } },
    orderBy: { number: "desc" },
  });
  const host = ctx.gitHostFor(project);
  for (const promotion of candidates) {
    const { number } = promotion;
    const pull = await host.findPullRequest(promotionBranch(environment, releaseId, number));
    if (pull?.state !== "merged" || pull.mergeCommit === null) continue;
    const refusal = await whyNotAsReviewed(ctx, project, promotion, pull);
    if (refusal === null) return { number, mergeCommit: pull.mergeCommit };
    ctx.logger.warn({ project: project.slug, promotion: number, refusal }, "merged, but not as reviewed");
  }
  return null;
}

/** A merge by somebody's own hand needs an approval that still counts; the console's own merge has consumed it. */
async function whyNotAsReviewed(
  ctx: ServiceContext,
  project: Project,
  promotion: PromotionModel,
  pull: PullRequest,
): Promise<string | null> {
  const assessment = await assessPromotion(ctx.db, project, { ...promotion, now: ctx.now() });
  const isOwnMerge = promotion.state === "merging" && assessment.policy.merge === "console";
  const refusal = isOwnMerge ? null : await whyNotApproved(ctx, promotion, assessment);
  return refusal ?? checkReviewedTree(ctx, ctx.gitHostFor(project), project, promotion, pull);
}
