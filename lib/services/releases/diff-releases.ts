import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { releaseEndpoints } from "../../contracts/releases.ts";
import { diffReleases as query } from "../../db/queries/diff-releases.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof releaseEndpoints.diffReleases;
type Input = { params: ParamsOf<Declaration> };

/** diffReleases shows a member what differs between two releases. */
export async function diffReleases(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.params);
}
