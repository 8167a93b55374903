import { evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listEvalSessions } from "@/lib/services/eval-sessions/read-eval-sessions.ts";
import { startEvalSession } from "@/lib/services/eval-sessions/start-eval-session.ts";

export const GET = endpoint(evalSessionEndpoints.listEvalSessions, (input, ctx) =>
  listEvalSessions(ctx, input, getRuntime().env.evalEndpoint),
);

export const POST = endpoint(evalSessionEndpoints.startEvalSession, (input, ctx) =>
  startEvalSession(ctx, input, getRuntime().env.evalEndpoint),
);
