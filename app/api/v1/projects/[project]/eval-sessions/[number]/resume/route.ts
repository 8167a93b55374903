import { evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { resumeEvalSession } from "@/lib/services/eval-sessions/change-eval-session.ts";

export const POST = endpoint(evalSessionEndpoints.resumeEvalSession, (input, ctx) =>
  resumeEvalSession(ctx, input, getRuntime().env.evalEndpoint),
);
