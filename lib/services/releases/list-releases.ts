import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { releaseEndpoints } from "../../contracts/releases.ts";
import { listReleases as query } from "../../db/queries/list-releases.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof releaseEndpoints.listReleases;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** listReleases shows a member the releases of a project. */
export async function listReleases(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.query);
}
