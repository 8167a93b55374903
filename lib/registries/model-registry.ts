import type { RegistryAnswer } from "../domain/models/compare-model.ts";
import type { ModelReference } from "../domain/models/model-manifest.ts";

/** A server that knows models. Reading only; it never throws, what goes wrong is an answer. */
export type ModelRegistry = { findModel: (reference: ModelReference) => Promise<RegistryAnswer> };
