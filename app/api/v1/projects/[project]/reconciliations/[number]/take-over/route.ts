import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { takeOverReconciliation } from "@/lib/services/reconciliations/take-over-reconciliation.ts";

export const POST = endpoint(reconciliationEndpoints.takeOverReconciliation, (input, ctx) =>
  takeOverReconciliation(ctx, input),
);
