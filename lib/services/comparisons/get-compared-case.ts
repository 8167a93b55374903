import type { comparisonEndpoints } from "../../contracts/comparisons.ts";
import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { getComparedCase as query } from "../../db/queries/get-compared-case.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof comparisonEndpoints.getComparedCase;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** getComparedCase shows one case as both runs measured it. */
export async function getComparedCase(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.query);
}
