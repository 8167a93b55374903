import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { createPromotion } from "@/lib/services/promotions/create-promotion.ts";
import { listPromotions } from "@/lib/services/promotions/read-promotions.ts";

export const GET = endpoint(promotionEndpoints.listPromotions, (input, ctx) => listPromotions(ctx, input));
export const POST = endpoint(promotionEndpoints.createPromotion, (input, ctx) => createPromotion(ctx, input));
