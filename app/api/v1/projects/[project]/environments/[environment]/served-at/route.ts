import { trafficEndpoints } from "@/lib/contracts/traffic.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getServedAt } from "@/lib/services/lineage/get-served-at.ts";

export const GET = endpoint(trafficEndpoints.getServedAt, (input, ctx) => getServedAt(ctx, input));
