import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { modelEndpoints } from "../../contracts/models.ts";
import { getModelChecks as query } from "../../db/queries/get-model-checks.ts";
import { getModelTexts } from "../../db/queries/get-model-texts.ts";
import { can } from "../../domain/access/can.ts";
import type { ModelRegistry } from "../../registries/model-registry.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { NOT_CONFIGURED } from "./check-model.ts";

type Declaration = typeof modelEndpoints.getModelChecks;

/** getModelChecks shows a member what the model registry said about a version, and whether it can be asked again. */
export async function getModelChecks(
  ctx: ServiceContext,
  input: { params: ParamsOf<Declaration> },
  registry: ModelRegistry | null,
): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { id } = await getModelTexts(ctx.db, project.id, input.params);
  const items = await query(ctx.db, { projectId: project.id, artifactVersionId: id });
  const isAllowed = can(ctx.principal, "model:check", { projectId: project.id }) === null;
  if (!isAllowed) return { refusal: "Only an author, a reviewer or an operator can do this.", items };
  return { refusal: registry === null ? NOT_CONFIGURED : null, items };
}
