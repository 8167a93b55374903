import { createSafeFetch } from "../egress/safe-fetch.ts";
import { createMlflowRegistry } from "../registries/mlflow/create-mlflow-registry.ts";
import type { ModelRegistry } from "../registries/model-registry.ts";
import { getRuntime } from "./context.ts";

/** modelRegistry is the configured MLflow server, or null; its address comes from the environment only. */
export function modelRegistry(): ModelRegistry | null {
  const { mlflow, egressAllow } = getRuntime().env;
  if (mlflow === null) return null;
  return createMlflowRegistry({ ...mlflow, fetch: createSafeFetch({ allow: egressAllow }) });
}
