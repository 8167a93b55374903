import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { modelEndpoints } from "../../contracts/models.ts";
import { listUnregisteredPrompts as query } from "../../db/queries/list-unregistered-prompts.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof modelEndpoints.listUnregisteredPrompts;

/** listUnregisteredPrompts shows a member the prompts of traffic that no version explains. */
export async function listUnregisteredPrompts(
  ctx: ServiceContext,
  input: { params: ParamsOf<Declaration>; query: QueryOf<Declaration> },
): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, { days: input.query.days, now: ctx.now() });
}
