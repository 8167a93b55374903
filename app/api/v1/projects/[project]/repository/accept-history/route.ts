import { historyEndpoints } from "@/lib/contracts/history.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { acceptHistory } from "@/lib/services/registry/accept-history.ts";

export const POST = endpoint(historyEndpoints.acceptHistory, (input, ctx) => acceptHistory(ctx, input));
