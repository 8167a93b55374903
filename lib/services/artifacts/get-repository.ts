import type { artifactEndpoints } from "../../contracts/artifacts.ts";
import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import * as repository from "../../db/queries/get-repository.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof artifactEndpoints.getRepository;

/** getRepository tells a member of the project how far its repository was read. */
export async function getRepository(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return repository.getRepository(ctx.db, project);
}
