import type { Transaction } from "../../db/client.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import type { PromotionState } from "../../domain/promotions/promotion-state.ts";
import type { ServiceContext } from "../context.ts";
import { type News, tellPeople } from "../notifications/tell-people.ts";

/**
 * tellOfPromotion tells people what became of a promotion: those who may review it that they are asked, and its
 * author that it is approved or that an approval no longer counts. `promotion` is as it was before the step.
 */
export async function tellOfPromotion(
  ctx: ServiceContext,
  tx: Transaction,
  promotion: Pick<
    PromotionModel,
    "projectId" | "number" | "environment" | "releaseId" | "state" | "version" | "authorId"
  >,
  now: { state: PromotionState; reviewerIds: ReadonlySet<string> },
): Promise<void> {
  const told = newsOf(promotion, now);
  if (told === null) return;
  const { projectId, number, environment, releaseId } = promotion;
  await tellPeople(ctx, tx, {
    ...{ projectId, environment, releaseId },
    ...told,
    dedupeKey: `${told.type}:${number}:${promotion.version}`,
    resource: { kind: "promotion", id: String(number) },
  });
}

function newsOf(
  promotion: Pick<PromotionModel, "number" | "environment" | "releaseId" | "state" | "authorId">,
  { state, reviewerIds }: { state: PromotionState; reviewerIds: ReadonlySet<string> },
): Pick<News, "type" | "sentence" | "accountIds"> | null {
  if (state === promotion.state) return null;
  const what = `Promotion ${promotion.number} (${promotion.releaseId} to ${promotion.environment})`;
  if (promotion.state === "approved" && (state === "in_review" || state === "gates")) {
    const sentence = `${what} lost its approval: what was approved has changed, look again.`;
    return { type: "approval_stale", sentence, accountIds: [...reviewerIds, promotion.authorId] };
  }
  if (state === "in_review")
    return { type: "review_asked", sentence: `${what} asks for your review.`, accountIds: [...reviewerIds] };
  if (state !== "approved") return null;
  const sentence = `${what} is approved and goes on to its pull request.`;
  return { type: "promotion_approved", sentence, accountIds: [promotion.authorId] };
}
