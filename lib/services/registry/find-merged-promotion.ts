import type { PromotionModel } from "../../db/generated/models.ts";
import { type Assessment, assessPromotion } from "../../db/queries/assess-promotion.ts";
import type { Project } from "../../db/queries/projects.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { PullRequest } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { checkReviewedTree } from "../promotions/check-reviewed-tree.ts";
import { whyNotApproved } from "../promotions/why-not-approved.ts";

/** A promotion whose own pull request is merged as it was reviewed. */
export type MergedPromotion = { number: number; mergeCommit: string };

/** findMergedPromotion finds the one behind what git names: the runtime missed it, or the worker stopped in between. */
export async function findMergedPromotion(
  ctx: ServiceContext,
  project: Project,
  desired: DesiredInGit,
): Promise<MergedPromotion | null> {
  const { environment, releaseId } = desired;
  if (releaseId === null) return null;
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

/**
 * A merge by somebody's own hand needs an approval that still counts, and nothing may hold up merging but another
 * rollout, which completeMerge asks itself; the console asked both before its own merge.
 */
async function whyNotAsReviewed(
  ctx: ServiceContext,
  project: Project,
  promotion: PromotionModel,
  pull: PullRequest,
): Promise<string | null> {
  const assessment = await assessPromotion(ctx.db, project, { ...promotion, now: ctx.now() });
  const isOwnMerge = promotion.state === "merging" && assessment.policy.merge === "console";
  const refusal = isOwnMerge ? null : await whyNotMergedByHand(ctx, promotion, assessment);
  return refusal ?? checkReviewedTree(ctx, ctx.gitHostFor(project), project, promotion, pull);
}

async function whyNotMergedByHand(
  ctx: ServiceContext,
  promotion: PromotionModel,
  assessment: Assessment,
): Promise<string | null> {
  const held = assessment.mergeBlockers.find(({ code }) => code !== "rollout_open");
  return held?.sentence ?? whyNotApproved(ctx, promotion, assessment);
}
