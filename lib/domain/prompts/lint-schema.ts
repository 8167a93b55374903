import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import type { Prompt } from "./prompt.ts";
import { asMap } from "./read-value.ts";

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];
const DEEPEST = 64;

/**
 * schemaProblem says in one sentence why a text is no JSON Schema; null when it reads as one. Only the form is looked
 * at here (JSON, map or boolean, known types, lists where lists belong); responses are checked by the eval adapter.
 */
export function schemaProblem(text: string): string | null {
  try {
    return nodeProblem(JSON.parse(text), "", 0);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message.slice(0, 120) : "it could not be read";
    return `it is not JSON: ${reason}`;
  }
}

function nodeProblem(node: unknown, at: string, depth: number): string | null {
  const where = at === "" ? "at the top" : `at ${at}`;
  if (depth > DEEPEST) return `it is nested deeper than ${DEEPEST} levels`;
  if (typeof node === "boolean") return null;
  const map = asMap(node);
  if (map === null) return `${where} stands no schema (a map, true or false)`;
  const type = map.get("type");
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  const unknown = types.find((each: unknown) => typeof each !== "string" || !TYPES.includes(each));
  if (unknown !== undefined) return `${where}, the type ${JSON.stringify(unknown)} does not exist`;
  const required = map.get("required");
  if (
    required !== undefined &&
    !(Array.isArray(required) && required.every((name) => typeof name === "string"))
  )
    return `${where}, required has to be a list of names`;
  return childProblem(map, at, depth);
}

function childProblem(map: ReadonlyMap<string, unknown>, at: string, depth: number): string | null {
  for (const key of ["properties", "patternProperties", "$defs", "definitions"]) {
    if (!map.has(key)) continue;
    const children = asMap(map.get(key));
    if (children === null) return `at ${at}/${key} stands no map`;
    for (const [name, child] of children) {
      const problem = nodeProblem(child, `${at}/${key}/${name}`, depth + 1);
      if (problem !== null) return problem;
    }
  }
  for (const key of ["items", "additionalProperties", "not"]) {
    const child = map.get(key);
    if (child === undefined || Array.isArray(child)) continue;
    const problem = nodeProblem(child, `${at}/${key}`, depth + 1);
    if (problem !== null) return problem;
  }
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const list = map.get(key);
    if (list === undefined) continue;
    if (!Array.isArray(list) || list.length === 0) return `at ${at}/${key} stands no list`;
    for (const [index, child] of list.entries()) {
      const problem = nodeProblem(child, `${at}/${key}/${index}`, depth + 1);
      if (problem !== null) return problem;
    }
  }
  return null;
}

/** lintSchema finds an output schema that does not parse, or whose file is not among the prompt's files. */
export function lintSchema(prompt: Prompt): ArtifactProblem[] {
  const { outputSchema: schema } = prompt;
  if (schema === null) return [];
  const place = { path: prompt.manifestPath ?? "", line: schema.line };
  if (schema.text === null) {
    const message = `The output schema ${schema.path} is not among the prompt's files: add it to the layout's globs of this prompt.`;
    return [{ ...place, severity: "warning", code: "output_schema_not_found", message }];
  }
  const problem = schemaProblem(schema.text);
  if (problem === null) return [];
  const message = `The output schema cannot be used: ${problem}.`;
  return [{ ...place, severity: "error", code: "output_schema", message }];
}
