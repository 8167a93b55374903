import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { reviewPromotion } from "@/lib/services/promotions/review-promotion.ts";

export const POST = endpoint(promotionEndpoints.reviewPromotion, (input, ctx) => reviewPromotion(ctx, input));
