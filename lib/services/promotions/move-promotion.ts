import type { Transaction } from "../../db/client.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { type Audit, expectOne } from "../../db/transact.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";
import {
  nextPromotionState,
  type PromotionEvent,
  type PromotionState,
  promotionStateOf,
} from "../../domain/promotions/promotion-state.ts";
import { acceptState } from "../throw-refusal.ts";

/** What a transition may set beside the state. */
export type PromotionChange = Partial<
  Pick<
    PromotionModel,
    | "branch"
    | "pullNumber"
    | "headCommit"
    | "mergeCommit"
    | "approvedAt"
    | "mergedAt"
    | "lastError"
    | "nextTryAt"
    | "attempts"
    | "policyLabel"
    | "endedAt"
    | "endReason"
    | "consumedReviewIds"
  >
>;

/**
 * movePromotion takes a promotion through one transition, by compare-and-set, with its event.
 * Staying in a state is no change: it writes nothing unless `change` says something. Returns the new state.
 */
export async function movePromotion(
  tx: Transaction,
  audit: Audit,
  promotion: PromotionModel,
  event: PromotionEvent,
  options: { change?: PromotionChange; reason?: string | null; action?: AuditAction } = {},
): Promise<PromotionState> {
  const state = acceptState(nextPromotionState(promotionStateOf(promotion), event));
  const { count } = await tx.promotion.updateMany({
    where: { projectId: promotion.projectId, number: promotion.number, version: promotion.version },
    data: { ...options.change, state, version: { increment: 1 } },
  });
  expectOne(count, "promotion");
  const { mergeCommit, pullNumber, headCommit } = options.change ?? {};
  audit({
    chain: promotion.projectId,
    action: options.action ?? `promotion.${state}`,
    resourceKind: "promotion",
    resourceId: String(promotion.number),
    environment: promotion.environment,
    releaseId: promotion.releaseId,
    before: { state: promotion.state },
    after: {
      state,
      ...(pullNumber === undefined ? {} : { pullNumber }),
      ...(headCommit === undefined ? {} : { headCommit }),
      ...(mergeCommit === undefined ? {} : { mergeCommit }),
    },
    reason: options.reason ?? null,
  });
  return state;
}
