import type { PromotionModel } from "../../db/generated/models.ts";
import type { JobPayloads } from "../../db/jobs.ts";
import { assessPromotion } from "../../db/queries/assess-promotion.ts";
import { blockersOf } from "../../db/queries/get-promotion.ts";
import { loadReviews } from "../../db/queries/load-reviews.ts";
import type { Project } from "../../db/queries/projects.ts";
import { type PullRequestNews, promotionNews } from "../../domain/gitops/pull-request-news.ts";
import { isOpenPromotion, promotionStateOf } from "../../domain/promotions/promotion-state.ts";
import { tallyReviews } from "../../domain/promotions/review-rules.ts";
import type { GitHost } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { tellPullRequest, tellSoftly } from "./tell-pull-request.ts";

const MAX_HOST_REVIEWS = 100;

/**
 * tellPromotionPull says on a promotion's pull request what it waits for, and notes what people said about it there.
 * Their words are shown; who may approve is decided here.
 */
export async function tellPromotionPull(
  ctx: ServiceContext,
  payload: JobPayloads["tell-promotion-pull"],
  publicUrl: string,
): Promise<void> {
  const { projectId, number } = payload;
  const key = { where: { projectId_number: { projectId, number } } };
  const promotion = await ctx.db.promotion.findUniqueOrThrow(key);
  const { pullNumber, headCommit, toldDigest } = promotion;
  if (pullNumber === null || headCommit === null) return;
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: projectId } });
  const url = `${publicUrl}/${project.slug}/promotions/${number}`;
  const news = await newsOf(ctx, project, promotion, url);
  await tellSoftly(ctx, "tell-promotion-pull", payload, async () => {
    const host = ctx.gitHostFor(project);
    const digest = await tellPullRequest(host, news, { pullNumber, headCommit, toldDigest, url });
    const hostReviews = await reviewsOn(host, pullNumber);
    await ctx.db.promotion.update({ ...key, data: { toldDigest: digest, hostReviews } });
  });
}

async function newsOf(
  ctx: ServiceContext,
  project: Project,
  promotion: PromotionModel,
  url: string,
): Promise<PullRequestNews> {
  const { number, environment, releaseId } = promotion;
  const state = promotionStateOf(promotion);
  const about = { number, environment, releaseId, state, url };
  // What ended is not judged again: the evidence may be about another base by now.
  if (!isOpenPromotion(state))
    return promotionNews({ ...about, gates: [], gatesFailed: false, blockers: [] });
  const assessment = await assessPromotion(ctx.db, project, { ...promotion, now: ctx.now() });
  const reviews = await loadReviews(ctx.db, project.id, number);
  const tally = tallyReviews(reviews, assessment.rules, ctx.now());
  return promotionNews({
    ...about,
    gates: [...assessment.gate.terms, ...assessment.fastChecks],
    gatesFailed: assessment.gate.verdict === "fail",
    blockers: blockersOf(assessment, tally),
  });
}

async function reviewsOn(host: GitHost, pullNumber: number) {
  const reviews = await host.listReviews(pullNumber);
  return reviews
    .slice(-MAX_HOST_REVIEWS)
    .map(({ reviewer, state, commit, at }) => ({ reviewer, state, commit, at: at.toISOString() }));
}
