import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getPromotion } from "@/lib/services/promotions/read-promotions.ts";

export const GET = endpoint(promotionEndpoints.getPromotion, (input, ctx) => getPromotion(ctx, input));
