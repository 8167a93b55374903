import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalSessionEndpoints } from "../../contracts/eval-sessions.ts";
import { getEvalSession as getQuery } from "../../db/queries/get-eval-session.ts";
import { listEvalSessions as listQuery } from "../../db/queries/list-eval-sessions.ts";
import type { EvalEndpoint } from "../../evals/runner/eval-endpoint.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { whyNotConfigured } from "./not-configured.ts";

type Get = typeof evalSessionEndpoints.getEvalSession;
type List = typeof evalSessionEndpoints.listEvalSessions;

/** getEvalSession shows a member one session and how far it is. */
export async function getEvalSession(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return getQuery(ctx.db, project, input.params);
}

/** listEvalSessions shows a member the sessions of a project or of one release. */
export async function listEvalSessions(
  ctx: ServiceContext,
  input: { params: ParamsOf<List>; query: QueryOf<List> },
  endpoint: EvalEndpoint | null,
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return { ...(await listQuery(ctx.db, project, input.query)), notConfigured: whyNotConfigured(endpoint) };
}
