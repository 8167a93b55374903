import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { recheckReconciliation } from "@/lib/services/reconciliations/recheck-reconciliation.ts";

export const POST = endpoint(reconciliationEndpoints.recheckReconciliation, (input, ctx) =>
  recheckReconciliation(ctx, input),
);
