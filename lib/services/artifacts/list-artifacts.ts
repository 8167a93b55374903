import type { artifactEndpoints } from "../../contracts/artifacts.ts";
import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { listArtifacts as query } from "../../db/queries/list-artifacts.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof artifactEndpoints.listArtifacts;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** listArtifacts shows a member the artifacts of a project. */
export async function listArtifacts(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.query);
}
