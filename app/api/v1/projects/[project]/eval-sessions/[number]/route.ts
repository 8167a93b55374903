import { evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getEvalSession } from "@/lib/services/eval-sessions/read-eval-sessions.ts";

export const GET = endpoint(evalSessionEndpoints.getEvalSession, (input, ctx) => getEvalSession(ctx, input));
