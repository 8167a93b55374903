import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { hasValue, isRecord, problemOf, readabilityOf, refuseAt } from "./checks/check-records.ts";
import type { Place, RecordProblem } from "./checks/record-problem.ts";

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];
const MAX_DEPTH = 30;

export const toolSchema = {
  kind: "tool_schema",
  label: "Tool schema",
  whyItChangesAnswers:
    "The model calls tools by their descriptions, so that a new field or word changes what it calls and with what.",
  contentType: "application/json",
  readMeta: (files): ArtifactFact[] => {
    const names = files.flatMap(({ data }) => toolsOf(data).flatMap(({ tool }) => nameOf(tool) ?? []));
    return names.length === 0 ? [] : [{ label: "Tools", value: names.join(", ") }];
  },
  check: (files: readonly ArtifactText[]) => {
    const unreadable = files.flatMap(readabilityOf);
    if (unreadable.length > 0) return unreadable;
    return files.flatMap((file) => checkTools(file.data).map((one) => problemOf(file, one)));
  },
} as const satisfies ArtifactKind;

type Tool = { tool: unknown; at: Place };

function toolsOf(data: unknown): Tool[] {
  if (Array.isArray(data)) return data.map((tool: unknown, index) => ({ tool, at: [index] }));
  if (isRecord(data) && Array.isArray(data.tools)) {
    return data.tools.map((tool: unknown, index) => ({ tool, at: ["tools", index] }));
  }
  return data === undefined ? [] : [{ tool: data, at: [] }];
}

function nameOf(tool: unknown): string | null {
  if (!isRecord(tool)) return null;
  const name = isRecord(tool.function) ? tool.function.name : (tool.name ?? tool.title);
  return typeof name === "string" ? name : null;
}

function checkTools(data: unknown): RecordProblem[] {
  const seen = new Set<string>();
  return toolsOf(data).flatMap(({ tool, at }): RecordProblem[] => {
    if (!isRecord(tool))
      return [refuseAt(at, "not_a_record", "A tool is one object with a name and a schema.")];
    const name = nameOf(tool);
    if (name !== null && seen.has(name))
      return [refuseAt(at, "duplicate_name", `There are two tools named "${name}".`)];
    if (name !== null) seen.add(name);
    const { schema, place } = schemaOf(tool, at);
    return schema === undefined ? [] : checkSchema(schema, place, 0);
  });
}

/** Where OpenAI, Anthropic, MCP and plain JSON Schema keep the schema of a tool's arguments. */
function schemaOf(tool: Readonly<Record<string, unknown>>, at: Place): { schema: unknown; place: Place } {
  const inner = isRecord(tool.function) ? tool.function : tool;
  const base = inner === tool ? at : [...at, "function"];
  const key = ["parameters", "input_schema", "inputSchema"].find((one) => hasValue(inner[one]));
  if (key !== undefined) return { schema: inner[key], place: [...base, key] };
  return inner === tool && (hasValue(tool.type) || hasValue(tool.properties)) && tool.type !== "function"
    ? { schema: tool, place: at }
    : { schema: undefined, place: at };
}

/** The shape of JSON Schema that every draft shares: known types, objects of schemas, required names that exist. */
function checkSchema(schema: unknown, at: Place, depth: number): RecordProblem[] {
  if (typeof schema === "boolean" || depth > MAX_DEPTH) return [];
  if (!isRecord(schema)) return [refuseAt(at, "bad_schema", "A JSON Schema is an object.")];
  const types = [schema.type ?? []].flat();
  const unknown = types.find((type) => typeof type !== "string" || !TYPES.includes(type));
  if (unknown !== undefined)
    return [refuseAt([...at, "type"], "bad_schema", `JSON Schema has no type "${String(unknown)}".`)];
  const { properties, required, items } = schema;
  if (properties !== undefined && !isRecord(properties)) {
    return [refuseAt([...at, "properties"], "bad_schema", "`properties` is an object of schemas.")];
  }
  if (
    required !== undefined &&
    !(Array.isArray(required) && required.every((one) => typeof one === "string"))
  ) {
    return [refuseAt([...at, "required"], "bad_schema", "`required` is a list of names.")];
  }
  return [
    ...Object.entries(properties ?? {}).flatMap(([key, one]) =>
      checkSchema(one, [...at, "properties", key], depth + 1),
    ),
    ...(isRecord(items) ? checkSchema(items, [...at, "items"], depth + 1) : []),
  ];
}
