import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { remindReconciliation } from "@/lib/services/reconciliations/remind-reconciliation.ts";

export const POST = endpoint(reconciliationEndpoints.remindReconciliation, (input, ctx) =>
  remindReconciliation(ctx, input),
);
