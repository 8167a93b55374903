import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { postReviewReconciliation } from "@/lib/services/reconciliations/post-review-reconciliation.ts";

export const POST = endpoint(reconciliationEndpoints.postReviewReconciliation, (input, ctx) =>
  postReviewReconciliation(ctx, input),
);
