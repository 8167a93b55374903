import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { askReconciliationReview } from "@/lib/services/reconciliations/ask-reconciliation-review.ts";

export const POST = endpoint(reconciliationEndpoints.askReconciliationReview, (input, ctx) =>
  askReconciliationReview(ctx, input),
);
