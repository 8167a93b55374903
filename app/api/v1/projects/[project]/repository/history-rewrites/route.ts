import { historyEndpoints } from "@/lib/contracts/history.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listHistoryRewrites } from "@/lib/services/registry/read-history-rewrites.ts";

export const GET = endpoint(historyEndpoints.listHistoryRewrites, (input, ctx) =>
  listHistoryRewrites(ctx, input),
);
