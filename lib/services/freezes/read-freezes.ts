import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { freezeEndpoints } from "../../contracts/freezes.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import * as freezes from "../../db/queries/list-freezes.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type List = typeof freezeEndpoints.listFreezes;

/** listFreezes lists an environment's freezes for a member of its project. */
export async function listFreezes(
  ctx: ServiceContext,
  input: { params: ParamsOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { environment } = await loadEnvironmentFacts(ctx.db, project.id, input.params.environment);
  return { items: await freezes.listFreezes(ctx.db, project.id, environment.name, ctx.now()) };
}
