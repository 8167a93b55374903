import { type MergeHindrance, mergeHindrance } from "../../domain/promotions/merge-hindrance.ts";
import { countedApprovals, tallyReviews } from "../../domain/promotions/review-rules.ts";
import type { Reader } from "../client.ts";
import type { PromotionModel } from "../generated/models.ts";
import { type Assessment, assessPromotion } from "./assess-promotion.ts";
import { loadReviews } from "./load-reviews.ts";
import type { Project } from "./projects.ts";

export type MergeAssessment = {
  assessment: Assessment;
  hindrance: MergeHindrance | null;
  /** The ids of exactly the approvals that count: a merge uses up these. */
  approvalIds: string[];
};

/**
 * assessMerge judges an approved promotion as things are now, by the rules that an approval is judged by. Inside of a
 * transaction it is asked after the environment was locked, so that no rollback comes between judging and acting.
 */
export async function assessMerge(
  db: Reader,
  project: Project,
  promotion: PromotionModel,
  { now, isOnMain }: { now: Date; isOnMain: boolean },
): Promise<MergeAssessment> {
  const assessment = await assessPromotion(db, project, { ...promotion, now });
  const reviews = await loadReviews(db, promotion.projectId, promotion.number);
  const { isComplete } = tallyReviews(reviews, assessment.rules, now);
  return {
    assessment,
    hindrance: mergeHindrance({ ...assessment, isComplete, isOnMain }),
    approvalIds: countedApprovals(reviews, assessment.rules, now).map(({ id }) => id),
  };
}
