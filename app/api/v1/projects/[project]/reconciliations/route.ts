import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listReconciliations } from "@/lib/services/reconciliations/read-reconciliations.ts";

export const GET = endpoint(reconciliationEndpoints.listReconciliations, (input, ctx) =>
  listReconciliations(ctx, input),
);
