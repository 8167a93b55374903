import type { artifactEndpoints } from "../../contracts/artifacts.ts";
import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import { getArtifactVersion as query } from "../../db/queries/get-artifact.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { checkVersions } from "./check-versions.ts";

type Declaration = typeof artifactEndpoints.getArtifactVersion;
type Input = { params: ParamsOf<Declaration> };

/** getArtifactVersion shows a member one version with its content and what is wrong with it. */
export async function getArtifactVersion(
  ctx: ServiceContext,
  input: Input,
): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { rowId, ...version } = await query(ctx.db, project, input.params);
  const [checked] = await checkVersions(ctx.db, [{ id: rowId, kind: version.kind }]);
  return { ...version, problems: checked?.problems ?? [], facts: checked?.facts ?? [] };
}
