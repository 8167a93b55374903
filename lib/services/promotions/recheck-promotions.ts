import type { Transaction } from "../../db/client.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { type Assessment, assessPromotion } from "../../db/queries/assess-promotion.ts";
import { loadReviews } from "../../db/queries/load-reviews.ts";
import type { Project } from "../../db/queries/projects.ts";
import { saveGateResult } from "../../db/repositories/gate-results.ts";
import type { Audit } from "../../db/transact.ts";
import { isReviewable } from "../../domain/gates/gate-term.ts";
import { type PromotionEvent, promotionStateOf } from "../../domain/promotions/promotion-state.ts";
import { tallyReviews } from "../../domain/promotions/review-rules.ts";
import type { ServiceContext } from "../context.ts";
import { movePromotion } from "./move-promotion.ts";
import { tellOfPromotion } from "./tell-of-promotion.ts";

const JUDGED_STATES = ["gates", "in_review", "approved"];

/**
 * recheckPromotions judges the open promotions that new evidence about a release touches: as their candidate or as
 * the base they are compared with. One that passes its gates now asks for review; one that fails them, or whose
 * approval the evidence made stale, loses its place. A promotion that stays where it is writes nothing.
 */
export async function recheckPromotions(
  tx: Transaction,
  audit: Audit,
  project: Project,
  input: { releaseId: string; now: Date; ctx?: ServiceContext },
): Promise<void> {
  const { releaseId } = input;
  // A review that is being given at this moment is waited for: it decides on one state of the evidence or the other.
  await tx.$queryRaw`SELECT 1 FROM promotion WHERE "projectId" = ${project.id}
    AND ("releaseId" = ${releaseId} OR "baseReleaseId" = ${releaseId}) ORDER BY number FOR UPDATE`;
  const promotions = await tx.promotion.findMany({
    where: {
      projectId: project.id,
      state: { in: JUDGED_STATES },
      OR: [{ releaseId }, { baseReleaseId: releaseId }],
    },
    orderBy: { number: "asc" },
  });
  const moved: Moved[] = [];
  for (const promotion of promotions) moved.push(...(await recheck(tx, audit, project, promotion, input)));
  // Told at the end: the numbers of news are locked from here on, and a rollback needs one.
  const { ctx } = input;
  if (ctx === undefined) return;
  for (const { promotion, now } of moved) await tellOfPromotion(ctx, tx, promotion, now);
}

type Moved = { promotion: PromotionModel; now: Parameters<typeof tellOfPromotion>[3] };

async function recheck(
  tx: Transaction,
  audit: Audit,
  project: Project,
  promotion: PromotionModel,
  { now }: { now: Date },
): Promise<Moved[]> {
  const assessment = await assessPromotion(tx, project, { ...promotion, now });
  const event = await eventOf(tx, promotion, assessment, now);
  if (event === null) return [];
  await saveGateResult(tx, { projectId: project.id, promotionNumber: promotion.number, assessment, now });
  const state = await movePromotion(tx, audit, promotion, event, {
    change: { approvedAt: null },
    reason: "New evidence came in.",
  });
  return [{ promotion, now: { state, reviewerIds: assessment.rules.reviewerIds } }];
}

/** What the evidence makes of a promotion; null where it stays. */
async function eventOf(
  tx: Transaction,
  promotion: PromotionModel,
  { gate, rules }: Assessment,
  now: Date,
): Promise<PromotionEvent | null> {
  const state = promotionStateOf(promotion);
  if (!isReviewable(gate.verdict)) return state === "gates" ? null : { kind: "gates_failed" };
  if (state === "gates") return { kind: "gates_passed" };
  if (state !== "approved") return null;
  const reviews = await loadReviews(tx, promotion.projectId, promotion.number);
  return tallyReviews(reviews, rules, now).isComplete ? null : { kind: "approval_lost" };
}
