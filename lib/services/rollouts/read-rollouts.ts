import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { rolloutEndpoints } from "../../contracts/rollouts.ts";
import * as rollouts from "../../db/queries/get-rollout.ts";
import * as lists from "../../db/queries/list-rollouts.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof rolloutEndpoints.getRollout;
type Decisions = typeof rolloutEndpoints.listDecisions;
type List = typeof rolloutEndpoints.listRollouts;

/** listRollouts reads the rollouts of a project for one of its members, newest first. */
export async function listRollouts(
  ctx: ServiceContext,
  input: { params: ParamsOf<List>; query: QueryOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return lists.listRollouts(ctx.db, project, input.query);
}

/** getRollout reads one rollout for a member of its project, and what that member may do to it. */
export async function getRollout(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const asker = { principal: ctx.principal, now: ctx.now() };
  return rollouts.getRollout(ctx.db, project.id, input.params.number, asker);
}

/** listDecisions reads what was decided about a rollout, newest first. */
export async function listDecisions(
  ctx: ServiceContext,
  input: { params: ParamsOf<Decisions> },
): Promise<ResponseOf<Decisions>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return rollouts.listDecisions(ctx.db, project.id, input.params.number);
}
