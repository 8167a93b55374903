import type { PromotionModel } from "../../db/generated/models.ts";
import { transact } from "../../db/transact.ts";
import type { ServiceContext } from "../context.ts";
import { movePromotion } from "./move-promotion.ts";
import { tellOfPromotion } from "./tell-of-promotion.ts";

/** loseApproval takes back an approval that no longer covers what would be merged: its event, and the people are told. */
export async function loseApproval(
  ctx: ServiceContext,
  promotion: PromotionModel,
  { reason, reviewerIds }: { reason: string; reviewerIds: ReadonlySet<string> },
): Promise<void> {
  await transact(ctx, async (tx, audit) => {
    const event = { kind: "approval_lost" } as const;
    const state = await movePromotion(tx, audit, promotion, event, { change: { approvedAt: null }, reason });
    // To people, what merges is approved still.
    await tellOfPromotion(ctx, tx, { ...promotion, state: "approved" }, { state, reviewerIds });
  });
}
