import type { comparisonEndpoints } from "../../contracts/comparisons.ts";
import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { compareRuns as query } from "../../db/queries/compare-runs.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof comparisonEndpoints.compareRuns;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** compareRuns shows a member two runs on their same cases, or why they are not comparable. */
export async function compareRuns(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.query, ctx.now());
}
