import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { modelEndpoints } from "../../contracts/models.ts";
import { findFirstAgreedVersion } from "../../db/queries/get-model-checks.ts";
import { getModelTexts } from "../../db/queries/get-model-texts.ts";
import { saveModelCheck } from "../../db/repositories/model-checks.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { compareModel, type RegistryAnswer } from "../../domain/models/compare-model.ts";
import { type ModelManifest, parseRegistryUri } from "../../domain/models/model-manifest.ts";
import type { ModelRegistry } from "../../registries/model-registry.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { readModelManifest } from "./read-model-manifest.ts";

type CheckModel = typeof modelEndpoints.checkModel;

export const NOT_CONFIGURED = "No model registry is set up; set MLFLOW_TRACKING_URI on the server.";

/**
 * checkModel asks the model registry about one model version, reading only, and keeps its answer. A registry that
 * is away is an answer too; `not-configured` where there is none.
 */
export async function checkModel(
  ctx: ServiceContext,
  input: { params: ParamsOf<CheckModel> },
  registry: ModelRegistry | null,
): Promise<ResponseOf<CheckModel>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "model:check", { projectId: project.id });
  const model = await getModelTexts(ctx.db, project.id, input.params);
  if (registry === null) throw new AppError("not-configured", NOT_CONFIGURED);
  const manifest = readModelManifest(model.files);
  const version = { projectId: project.id, artifactVersionId: model.id };
  const answer = await askRegistry(registry, manifest);
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    const comparison = compareModel(manifest, answer, await findFirstAgreedVersion(tx, version));
    const { registryUri } = manifest;
    const who = { checkedBy: principalRef(ctx.principal), checkedByName: ctx.principal.name };
    const id = await saveModelCheck(tx, { ...version, registryUri, comparison, ...who, now });
    audit({
      chain: project.id,
      action: "model.checked",
      resourceKind: "model",
      resourceId: `${input.params.name}@${input.params.version}`,
      after: { verdict: comparison.verdict, registryVersion: comparison.registryVersion, check: id },
    });
    return {
      id,
      registryUri,
      ...comparison,
      checkedByName: ctx.principal.name,
      checkedAt: now.toISOString(),
    };
  });
}

async function askRegistry(registry: ModelRegistry, manifest: ModelManifest): Promise<RegistryAnswer> {
  const reference = parseRegistryUri(manifest.registryUri ?? "");
  if (reference !== null) return registry.findModel(reference);
  const sentence =
    manifest.registryUri === null
      ? "The file in git names no registryUri."
      : "The registryUri in git names no fixed version and no alias; write models:/name/12 or models:/name@alias.";
  return { kind: "missing", sentence };
}
