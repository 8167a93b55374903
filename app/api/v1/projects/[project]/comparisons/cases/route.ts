import { comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listComparedCases } from "@/lib/services/comparisons/list-compared-cases.ts";

export const GET = endpoint(comparisonEndpoints.listComparedCases, (input, ctx) =>
  listComparedCases(ctx, input),
);
