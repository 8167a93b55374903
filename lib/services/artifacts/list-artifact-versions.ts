import type { artifactEndpoints } from "../../contracts/artifacts.ts";
import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { listArtifactVersions as query } from "../../db/queries/list-artifact-versions.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof artifactEndpoints.listArtifactVersions;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** listArtifactVersions shows a member what a release can be composed of. */
export async function listArtifactVersions(
  ctx: ServiceContext,
  input: Input,
): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.query);
}
