import { comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { compareRuns } from "@/lib/services/comparisons/compare-runs.ts";

export const GET = endpoint(comparisonEndpoints.compareRuns, (input, ctx) => compareRuns(ctx, input));
