import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import type { DeclaredVariable, ManifestCost, ManifestResult, Prompt, PromptPin } from "./prompt.ts";
import { asMap, asNumber, asText, camelKey, camelKeys, entriesOf } from "./read-value.ts";
import { findKeyLine, findTextLine } from "./text-lines.ts";

/** What a manifest says beside its text. */
export type Manifest = Pick<
  Prompt,
  | "promisesCompleteness"
  | "declared"
  | "fewShot"
  | "tools"
  | "guardrailPolicy"
  | "model"
  | "generationSettings"
  | "outputSchema"
  | "recordedResponses"
  | "results"
  | "costs"
>;

/** The keys that make a file a manifest. Words that any front matter may hold (title, author) are not among them. */
const OWN_KEYS = [
  ...["manifest", "template", "messages", "variables", "fewShot", "tools", "guardrailPolicy"],
  ...["generationSettings", "outputSchema", "recordedResponses", "results", "costs"],
];
const OTHER_KEYS = ["model", "name", "version", "title", "description", "author", "owner", "tags", "notes"];

/** isManifest says whether parsed data is the manifest of a prompt, and not some other front matter. */
export function isManifest(data: unknown): boolean {
  const map = asMap(data);
  return map !== null && [...map.keys()].some((key) => OWN_KEYS.includes(camelKey(key)));
}

type Source = { path: string; fileLines: readonly string[]; problems: ArtifactProblem[] };

/** readManifest reads a manifest field by field; what does not fit becomes a problem, and the rest still counts. */
export function readManifest(data: unknown, source: Source): Manifest {
  const map = camelKeys(asMap(data) ?? new Map());
  const lineOf = (key: string) => findLine(source.fileLines, key);
  for (const key of map.keys()) {
    if (OWN_KEYS.includes(key) || OTHER_KEYS.includes(key)) continue;
    report(
      source,
      "warning",
      "unknown_field",
      lineOf(key),
      `The manifest has a field that Tupelo does not know: ${key}.`,
    );
  }
  const promise = map.get("manifest");
  if (promise !== undefined && promise !== 1 && promise !== "1") {
    report(
      source,
      "error",
      "manifest_field",
      lineOf("manifest"),
      "manifest has to be 1, the only version there is.",
    );
  }
  return {
    promisesCompleteness: promise !== undefined,
    declared: readVariables(map, source),
    fewShot: readPins(map, "fewShot", source),
    tools: readPins(map, "tools", source),
    guardrailPolicy: readLined(map, "guardrailPolicy", source, (ref, line) => ({ ref, line })),
    model: readLined(map, "model", source, (name, line) => ({ name, line })),
    generationSettings: readSettings(map.get("generationSettings")),
    outputSchema: readSchema(map.get("outputSchema"), lineOf("outputSchema")),
    recordedResponses: readLined(map, "recordedResponses", source, (path, line) => ({ path, line })),
    results: readResults(map, source),
    costs: readCosts(map, source),
  };
}

/** A key is found as it is written: camelCase or with underscores. */
function findLine(fileLines: readonly string[], key: string): number | null {
  const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (
    findKeyLine(fileLines, key) ??
    findKeyLine(fileLines, snake) ??
    findKeyLine(fileLines, snake.replaceAll("_", "-"))
  );
}

function report(
  source: Source,
  severity: ArtifactProblem["severity"],
  code: string,
  line: number | null,
  message: string,
): void {
  source.problems.push({ path: source.path, line, severity, code, message });
}

function readLined<T>(
  map: ReadonlyMap<string, unknown>,
  key: string,
  source: Source,
  make: (text: string, line: number | null) => T,
): T | null {
  const value = map.get(key);
  if (value === undefined || value === null) return null;
  const text = asText(value)?.trim() ?? "";
  const line = findLine(source.fileLines, key);
  if (text !== "") return make(text, line);
  report(source, "error", "manifest_field", line, `${key} has to be a text.`);
  return null;
}

function readList(
  map: ReadonlyMap<string, unknown>,
  key: string,
  source: Source,
): { name: string | null; value: unknown }[] | null {
  const value = map.get(key);
  if (value === undefined || value === null) return null;
  const entries = entriesOf(value);
  if (entries !== null) return entries;
  report(source, "error", "manifest_field", findLine(source.fileLines, key), `${key} has to be a list.`);
  return null;
}

function readVariables(map: ReadonlyMap<string, unknown>, source: Source): DeclaredVariable[] | null {
  const from = findLine(source.fileLines, "variables");
  return (
    readList(map, "variables", source)?.flatMap(({ name, value }) => {
      const fields = camelKeys(asMap(value) ?? new Map());
      const plain = asText(value)?.trim() ?? null;
      // A list may hold bare names; a map may give just the type.
      const own = name ?? asText(fields.get("name")) ?? plain;
      if (own === null || own === "") {
        report(source, "error", "manifest_field", from, "A variable has no name.");
        return [];
      }
      return [
        {
          name: own,
          type: asText(fields.get("type")) ?? (name === null ? null : plain),
          boundBy: asText(fields.get("boundBy")),
          example: asText(fields.get("example")) ?? asText(fields.get("default")),
          line:
            findTextLine(source.fileLines, own, (from ?? 1) + 1) ??
            findTextLine(source.fileLines, own, from ?? 1),
        },
      ];
    }) ?? null
  );
}

function readPins(map: ReadonlyMap<string, unknown>, key: string, source: Source): PromptPin[] | null {
  const from = findLine(source.fileLines, key);
  return (
    readList(map, key, source)?.map(({ name, value }) => {
      const fields = camelKeys(asMap(value) ?? new Map());
      const plain = asText(value);
      const path =
        asText(fields.get("path")) ?? (asText(fields.get("ref")) === null ? (name ?? plain) : null);
      const ref = asText(fields.get("ref"));
      const written =
        asText(fields.get("sha256")) ?? asText(fields.get("digest")) ?? (name === null ? null : plain);
      const shown = ref ?? path ?? "";
      return {
        path,
        ref,
        sha256: readHash(written),
        line: findTextLine(source.fileLines, shown, from ?? 1) ?? from,
      };
    }) ?? null
  );
}

/** A hash is 64 hex digits in lower case, with or without `sha256:`; anything else pins nothing. */
function readHash(text: string | null): string | null {
  const bare = text?.trim().replace(/^sha256:/, "") ?? "";
  return /^[0-9a-f]{64}$/.test(bare) ? bare : null;
}

function readSettings(value: unknown): { name: string; value: string }[] {
  const map = asMap(value);
  if (map === null) {
    const text = asText(value);
    return text === null ? [] : [{ name: "reference", value: text }];
  }
  return [...map].map(([name, item]) => ({ name, value: asText(item) ?? JSON.stringify(item) ?? "" }));
}

function readSchema(value: unknown, line: number | null): Prompt["outputSchema"] {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") {
    const isInline = value.trimStart().startsWith("{");
    return isInline ? { path: null, text: value, line } : { path: value.trim(), text: null, line };
  }
  return { path: null, text: JSON.stringify(value) ?? "", line };
}

function readResults(map: ReadonlyMap<string, unknown>, source: Source): ManifestResult[] {
  return (readList(map, "results", source) ?? []).flatMap(({ name, value }) => {
    const fields = camelKeys(asMap(value) ?? new Map());
    const goldenSet = name ?? asText(fields.get("goldenSet")) ?? asText(fields.get("set"));
    if (goldenSet === null) {
      report(
        source,
        "error",
        "manifest_field",
        findLine(source.fileLines, "results"),
        "A result names no golden set.",
      );
      return [];
    }
    const single = asNumber(value);
    const numbers = single === null ? numbersOf(fields) : { quality: single };
    return [{ goldenSet, numbers }];
  });
}

function numbersOf(fields: ReadonlyMap<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    [...fields].flatMap(([key, value]) => {
      const number = asNumber(value);
      return number === null || key === "__proto__" ? [] : [[key, number] as const];
    }),
  );
}

function readCosts(map: ReadonlyMap<string, unknown>, source: Source): ManifestCost[] {
  return (readList(map, "costs", source) ?? []).map(({ name, value }) => {
    const fields = camelKeys(asMap(value) ?? new Map());
    const pick = (start: string) =>
      [...fields]
        .flatMap(([key, item]) => (key.startsWith(start) ? [asNumber(item)] : []))
        .find((n) => n !== null) ?? null;
    return {
      settings:
        name ?? asText(fields.get("generationSettings")) ?? asText(fields.get("settings")) ?? "default",
      costUsd: pick("cost"),
      latencyMs: pick("latency"),
    };
  });
}
