import { comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getComparedCase } from "@/lib/services/comparisons/get-compared-case.ts";

export const GET = endpoint(comparisonEndpoints.getComparedCase, (input, ctx) => getComparedCase(ctx, input));
