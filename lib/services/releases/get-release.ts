import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { releaseEndpoints } from "../../contracts/releases.ts";
import { getRelease as query } from "../../db/queries/get-release.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof releaseEndpoints.getRelease;
type Input = { params: ParamsOf<Declaration> };

/** getRelease shows a member one release. */
export async function getRelease(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.params);
}
