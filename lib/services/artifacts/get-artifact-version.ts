import type { artifactEndpoints } from "../../contracts/artifacts.ts";
import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import { getArtifactVersion as query } from "../../db/queries/get-artifact.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof artifactEndpoints.getArtifactVersion;
type Input = { params: ParamsOf<Declaration> };

/** getArtifactVersion shows a member one version with its content. */
export async function getArtifactVersion(
  ctx: ServiceContext,
  input: Input,
): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.params);
}
