import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { withdrawPromotion } from "@/lib/services/promotions/withdraw-promotion.ts";

export const POST = endpoint(promotionEndpoints.withdrawPromotion, (input, ctx) =>
  withdrawPromotion(ctx, input),
);
