import { judgeEndpoints } from "@/lib/contracts/judges.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listCasesToLabel } from "@/lib/services/judges/list-cases-to-label.ts";

export const GET = endpoint(judgeEndpoints.listCasesToLabel, (input, ctx) => listCasesToLabel(ctx, input));
