import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promotionEndpoints } from "../../contracts/promotions.ts";
import type { Transaction } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { type Assessment, assessPromotion } from "../../db/queries/assess-promotion.ts";
import { loadReviews } from "../../db/queries/load-reviews.ts";
import { saveGateResult } from "../../db/repositories/gate-results.ts";
import { lockPromotion } from "../../db/repositories/lock-promotion.ts";
import { type Audit, transact } from "../../db/transact.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";
import { AppError } from "../../domain/errors.ts";
import type { PromotionEvent } from "../../domain/promotions/promotion-state.ts";
import { isOpenPromotion, promotionStateOf } from "../../domain/promotions/promotion-state.ts";
import {
  mismatchOf,
  type ReviewTally,
  refuseReview,
  tallyReviews,
} from "../../domain/promotions/review-rules.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { movePromotion } from "./move-promotion.ts";
import { tellOfPromotion } from "./tell-of-promotion.ts";

type ReviewPromotion = typeof promotionEndpoints.reviewPromotion;
type Body = BodyOf<ReviewPromotion>;

/**
 * reviewPromotion records one person's approval or request for changes of exactly what the page showed, and with
 * enough approvals queues the pull request. Errors: self-approval, approval-mismatch, approval-stale, blocked.
 */
export async function reviewPromotion(
  ctx: ServiceContext,
  input: { params: ParamsOf<ReviewPromotion>; body: Body },
): Promise<ResponseOf<ReviewPromotion>> {
  const project = await resolveProject(ctx, input.params.project);
  const { number } = input.params;
  const key = { where: { projectId_number: { projectId: project.id, number } } };
  const found = await ctx.db.promotion.findUnique(key);
  authorize(ctx, "promotion:review", { projectId: project.id, environment: found?.environment ?? "" });
  if (found === null || ctx.principal.kind !== "account") {
    throw new AppError("not-found", "There is nothing here that you can see.");
  }
  return transact(ctx, async (tx, audit) => {
    const promotion = await lockPromotion(tx, { projectId: project.id, number });
    refuseOutdated(promotion, input.body);
    const assessment = await assessPromotion(tx, project, { ...promotion, now: ctx.now() });
    refuse(ctx, promotion, assessment, input.body);
    await saveReview(ctx, tx, audit, promotion, assessment, input.body);
    await saveGateResult(tx, { projectId: project.id, promotionNumber: number, assessment, now: ctx.now() });
    if (input.body.decision === "reject") return reject(ctx, tx, audit, promotion, input.body.comment);
    const tally = tallyReviews(await loadReviews(tx, project.id, number), assessment.rules, ctx.now());
    const state = await moveByTally(tx, audit, promotion, tally, ctx.now());
    if (state === "approved") await addJob(tx, "advance-promotion", { projectId: project.id, number });
    await tellOfPromotion(ctx, tx, promotion, { state, reviewerIds: assessment.rules.reviewerIds });
    return { state, approvals: tally.approvals, reviewersNeeded: tally.approvalsNeeded };
  });
}

function refuseOutdated({ version }: PromotionModel, { expectedVersion }: Body): void {
  if (expectedVersion === undefined || expectedVersion === version) return;
  throw new AppError("version-conflict", "This promotion changed since the page was read: look again.", {
    params: { currentVersion: version },
  });
}

/** A final no ends the promotion; its release stays and may be proposed again. */
async function reject(
  ctx: ServiceContext,
  tx: Transaction,
  audit: Audit,
  promotion: PromotionModel,
  reason: string,
): Promise<ResponseOf<ReviewPromotion>> {
  const change = { endedAt: ctx.now(), endReason: reason, approvedAt: null, nextTryAt: null };
  const state = await movePromotion(tx, audit, promotion, { kind: "rejected" }, { change, reason });
  return { state, approvals: 0, reviewersNeeded: 0 };
}

const REVIEW_ACTIONS: Record<Body["decision"], AuditAction> = {
  approve: "review.approved",
  request_changes: "review.changes_requested",
  reject: "review.rejected",
};

function refuse(ctx: ServiceContext, promotion: PromotionModel, assessment: Assessment, body: Body): void {
  throwRefusal(
    refuseReview({
      reviewerId: ctx.principal.id,
      authorIds: assessment.authorIds,
      state: promotionStateOf(promotion),
      decision: body.decision,
      blockers: [],
    }),
  );
  throwRefusal(mismatchOf(body.subject, assessment.subject));
  throwRefusal(
    refuseReview({
      reviewerId: ctx.principal.id,
      authorIds: assessment.authorIds,
      state: promotionStateOf(promotion),
      decision: body.decision,
      blockers: assessment.approveBlockers,
    }),
  );
}

async function saveReview(
  ctx: ServiceContext,
  tx: Transaction,
  audit: Audit,
  promotion: PromotionModel,
  assessment: Assessment,
  body: Body,
): Promise<void> {
  const { projectId, number } = promotion;
  const { subject } = assessment;
  await tx.review.create({
    data: {
      id: createId("rev", ctx.now()),
      projectId,
      promotionNumber: number,
      accountId: ctx.principal.id,
      accountName: ctx.principal.name,
      decision: body.decision,
      comment: body.comment,
      costReviewed: body.costReviewed,
      ...subject,
      createdAt: ctx.now(),
    },
  });
  audit({
    chain: projectId,
    action: REVIEW_ACTIONS[body.decision],
    resourceKind: "promotion",
    resourceId: String(number),
    environment: promotion.environment,
    releaseId: promotion.releaseId,
    after: { ...subject, costReviewed: body.costReviewed },
    reason: body.comment === "" ? null : body.comment,
  });
}

async function moveByTally(
  tx: Transaction,
  audit: Audit,
  promotion: PromotionModel,
  tally: ReviewTally,
  now: Date,
): Promise<ReturnType<typeof promotionStateOf>> {
  const state = promotionStateOf(promotion);
  const event = eventOf(state, tally);
  if (event === null) return state;
  const approvedAt = event.kind === "approvals_complete" ? now : null;
  let current = promotion;
  if (state === "gates" && event.kind === "approvals_complete") {
    await movePromotion(tx, audit, promotion, { kind: "gates_passed" });
    current = { ...promotion, state: "in_review", version: promotion.version + 1 };
  }
  return movePromotion(tx, audit, current, event, { change: { approvedAt } });
}

function eventOf(state: ReturnType<typeof promotionStateOf>, tally: ReviewTally): PromotionEvent | null {
  if (!isOpenPromotion(state)) return null;
  if (tally.isComplete) return state === "approved" ? null : { kind: "approvals_complete" };
  return state === "approved" ? { kind: "approval_lost" } : null;
}
