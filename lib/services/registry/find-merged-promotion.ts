import type { PromotionModel } from "../../db/generated/models.ts";
import { assessMerge } from "../../db/queries/assess-merge.ts";
import type { Project } from "../../db/queries/projects.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { PullRequest } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { checkReviewedTree } from "../promotions/check-reviewed-tree.ts";

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

/** A merge by somebody's own hand is judged like any other; the console judged before its own. */
async function whyNotAsReviewed(
  ctx: ServiceContext,
  project: Project,
  promotion: PromotionModel,
  pull: PullRequest,
): Promise<string | null> {
  const at = { now: ctx.now(), isOnMain: true };
  const { assessment, hindrance } = await assessMerge(ctx.db, project, promotion, at);
  const isOwnMerge = promotion.state === "merging" && assessment.policy.merge === "console";
  const refusal = isOwnMerge ? null : (hindrance?.sentence ?? null);
  return refusal ?? checkReviewedTree(ctx, ctx.gitHostFor(project), project, promotion, pull);
}
