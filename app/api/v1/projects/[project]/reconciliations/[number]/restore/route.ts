import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { restoreReconciliation } from "@/lib/services/reconciliations/restore-reconciliation.ts";

export const POST = endpoint(reconciliationEndpoints.restoreReconciliation, (input, ctx) =>
  restoreReconciliation(ctx, input),
);
