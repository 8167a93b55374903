import { evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { stopEvalSession } from "@/lib/services/eval-sessions/change-eval-session.ts";

export const POST = endpoint(evalSessionEndpoints.stopEvalSession, (input, ctx) =>
  stopEvalSession(ctx, input),
);
