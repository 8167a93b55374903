/** What a model version's YAML says about where its weights are, as far as the registry is concerned. */
export type ModelManifest = { registryUri: string | null; sha256: string | null };

/** Where MLflow keeps a model: a fixed version, or an alias that may move. */
export type ModelReference =
  | { kind: "version"; name: string; version: string }
  | { kind: "alias"; name: string; alias: string };

/**
 * parseRegistryUri reads `models:/<name>/<version>` and `models:/<name>@<alias>` (MLflow's own forms; a prefix
 * `mlflow+` or `mlflow:` is passed over). null for anything else, `models:/<name>/latest` included.
 */
export function parseRegistryUri(uri: string): ModelReference | null {
  const path = /^(?:mlflow[+:])?models:\/{1,3}([^\s?#]{1,500})$/.exec(uri.trim())?.[1];
  if (path === undefined) return null;
  const alias = /^([^@]+)@([A-Za-z0-9_-]{1,255})$/.exec(path);
  if (alias?.[1] !== undefined && alias[2] !== undefined)
    return { kind: "alias", name: alias[1], alias: alias[2] };
  const fixed = /^([^@]+)\/(\d[^/@]*)$/.exec(path);
  if (fixed?.[1] === undefined || fixed[2] === undefined) return null;
  return { kind: "version", name: fixed[1], version: fixed[2] };
}

/** parseSha256 reads a digest with or without `sha256:`, as lower-case hex; null where it is none. */
export function parseSha256(text: string): string | null {
  return /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text.trim())?.[1]?.toLowerCase() ?? null;
}
