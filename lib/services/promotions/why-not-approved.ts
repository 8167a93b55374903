import type { PromotionModel } from "../../db/generated/models.ts";
import type { Assessment } from "../../db/queries/assess-promotion.ts";
import { loadReviews } from "../../db/queries/load-reviews.ts";
import { tallyReviews } from "../../domain/promotions/review-rules.ts";
import type { ServiceContext } from "../context.ts";

/** whyNotApproved says why a promotion is not (or no longer) approved as things are now; null when it is. */
export async function whyNotApproved(
  ctx: ServiceContext,
  promotion: PromotionModel,
  assessment: Assessment,
): Promise<string | null> {
  const [blocker] = assessment.approveBlockers;
  if (blocker !== undefined) return blocker.sentence;
  const reviews = await loadReviews(ctx.db, promotion.projectId, promotion.number);
  if (tallyReviews(reviews, assessment.rules, ctx.now()).isComplete) return null;
  return "The approval no longer covers what would be merged.";
}
