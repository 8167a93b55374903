import type { comparisonEndpoints } from "../../contracts/comparisons.ts";
import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { listComparedCases as query } from "../../db/queries/list-compared-cases.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof comparisonEndpoints.listComparedCases;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** listComparedCases pages through the same cases of two comparable runs. */
export async function listComparedCases(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.query);
}
