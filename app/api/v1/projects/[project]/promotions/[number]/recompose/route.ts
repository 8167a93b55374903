import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { recomposePromotion } from "@/lib/services/promotions/recompose-promotion.ts";

export const POST = endpoint(promotionEndpoints.recomposePromotion, (input, ctx) =>
  recomposePromotion(ctx, input),
);
