import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { rolloutEndpoints } from "../../contracts/environments.ts";
import * as rollouts from "../../db/queries/get-rollout.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof rolloutEndpoints.getRollout;
type Decisions = typeof rolloutEndpoints.listDecisions;

/** getRollout reads one rollout for a member of its project. */
export async function getRollout(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return rollouts.getRollout(ctx.db, project.id, input.params.number, ctx.now());
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
