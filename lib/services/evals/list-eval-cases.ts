import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalEndpoints } from "../../contracts/evals.ts";
import { getEvalCase as caseQuery, listEvalCases as query } from "../../db/queries/list-eval-cases.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type List = typeof evalEndpoints.listEvalCases;
type One = typeof evalEndpoints.getEvalCase;

/** listEvalCases shows a member a page of a run's cases. */
export async function listEvalCases(
  ctx: ServiceContext,
  input: { params: ParamsOf<List>; query: QueryOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.params.number, input.query);
}

/** getEvalCase shows a member one case with its texts. */
export async function getEvalCase(
  ctx: ServiceContext,
  input: { params: ParamsOf<One> },
): Promise<ResponseOf<One>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return caseQuery(ctx.db, project, input.params);
}
