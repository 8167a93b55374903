import { trafficEndpoints } from "@/lib/contracts/traffic.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getSeries } from "@/lib/services/lineage/get-series.ts";

export const GET = endpoint(trafficEndpoints.getSeries, (input, ctx) => getSeries(ctx, input));
