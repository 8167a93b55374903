import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { environmentEndpoints } from "../../contracts/environments.ts";
import * as environments from "../../db/queries/get-environment.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof environmentEndpoints.getEnvironment;
type List = typeof environmentEndpoints.listEnvironments;

/** getEnvironment reads one environment for a member of its project. */
export async function getEnvironment(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return environments.getEnvironment(ctx.db, project.id, input.params.environment, ctx.now());
}

/** listEnvironments reads all environments for a member of the project. */
export async function listEnvironments(
  ctx: ServiceContext,
  input: { params: ParamsOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return { items: await environments.listEnvironments(ctx.db, project.id, ctx.now()) };
}
