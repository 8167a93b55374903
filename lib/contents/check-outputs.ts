import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { digestOf } from "../domain/digest.ts";
import { AppError } from "../domain/errors.ts";
import { schemaProblem } from "../domain/prompts/lint-schema.ts";
import { parseJson } from "./read-json-text.ts";

export type RecordedResponseCheck = {
  /** Responses that were looked at; 0 where `problem` says why none was. */
  checked: number;
  /** Responses that do not match, by line from 1, in the order of the file. */
  failed: { line: number; message: string }[];
  /** Why nothing was checked, in one sentence: a gate is `insufficient` or `fail` then, and never passes. */
  problem: string | null;
  /** The schema itself cannot be used: that is a mistake of its author, and no lack of data. */
  isSchemaBroken: boolean;
};

const MAX_SCHEMA_CHARACTERS = 256 * 1024;
const MAX_RESPONSES_CHARACTERS = 16 * 1024 * 1024;
const MAX_LINES = 10_000;
const MAX_DEPTH = 64;

/** Keywords that run a pattern of the author's over text; a hostile one would hold up the server. */
const PATTERN_KEYWORDS = new Set(["pattern", "patternProperties"]);

/**
 * checkRecordedResponses holds each line of recorded responses (JSONL) against a JSON Schema (draft 7 or 2020-12). A
 * line is the response, or a map with it under `output`; a response given as text is read as JSON. Schemas with
 * `pattern` are left unchecked, and the answer says so. Never throws, calls no model and reads no other file.
 */
export function checkRecordedResponses(schemaText: string, responsesText: string): RecordedResponseCheck {
  const refused = (problem: string, isSchemaBroken = false): RecordedResponseCheck => {
    return { checked: 0, failed: [], problem, isSchemaBroken };
  };
  if (schemaText.length > MAX_SCHEMA_CHARACTERS) return refused("The output schema is larger than 256 KiB.");
  if (responsesText.length > MAX_RESPONSES_CHARACTERS)
    return refused("The recorded responses are larger than 16 MiB.");
  const broken = schemaProblem(schemaText);
  if (broken !== null) return refused(`The output schema cannot be used: ${broken}.`, true);
  const schema: unknown = JSON.parse(schemaText);
  const keyword = findPattern(schema, true);
  if (keyword !== null) {
    return refused(
      `Responses were not checked: the output schema uses ${keyword}, which is not run over text here.`,
    );
  }
  const compiled = compileOnce(schemaText, schema);
  if (typeof compiled === "string") return refused(compiled, true);
  const lines = responsesText
    .split("\n")
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text !== "");
  if (lines.length === 0) return refused("There are no recorded responses.");
  if (lines.length > MAX_LINES) return refused("There are more than 10,000 recorded responses.");
  const failed = lines.flatMap(({ text, line }) => {
    const message = failureOf(compiled, text, schema);
    return message === null ? [] : [{ line, message }];
  });
  return { checked: lines.length, failed, problem: null, isSchemaBroken: false };
}

/** The first keyword that runs a pattern, wherever a schema may stand; names of properties are no keywords. */
function findPattern(node: unknown, isSchema: boolean, depth = 0): string | null {
  if (typeof node !== "object" || node === null) return null;
  // Deeper than this a schema was refused already where it counts; enums and examples may be as deep as they like.
  if (depth > MAX_DEPTH * 2) return null;
  for (const [key, value] of Object.entries(node)) {
    if (isSchema && PATTERN_KEYWORDS.has(key)) return key;
    if (isSchema && (key === "enum" || key === "const" || key === "examples" || key === "default")) continue;
    const isMapOfSchemas =
      ["properties", "$defs", "definitions", "dependentSchemas"].includes(key) && isSchema;
    const found = findPattern(value, !isMapOfSchemas, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

const MAX_KEPT = 200;
const kept = new Map<string, ValidateFunction | string>();

/** The same text is the same schema: prompts share them, and versions keep them. */
function compileOnce(schemaText: string, schema: unknown): ValidateFunction | string {
  const key = digestOf(schemaText);
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= MAX_KEPT) kept.clear();
  const compiled = compile(schema);
  kept.set(key, compiled);
  return compiled;
}

/** Without the optimiser: it takes longer than the few thousand responses that a schema is used for. */
const OPTIONS = { strict: false, allErrors: false, logger: false, code: { optimize: false } } as const;

/** Only these compile the schemas of schemas, which takes ten times as long as a schema of people's; they keep none of those. */
const dialects: { old?: Ajv; new?: Ajv2020 } = {};

function compile(schema: unknown): ValidateFunction | string {
  if (typeof schema !== "boolean" && (typeof schema !== "object" || schema === null))
    return "The output schema is no schema.";
  try {
    const isNew = JSON.stringify(schema).includes("2020-12");
    dialects.old ??= new Ajv(OPTIONS);
    dialects.new ??= new Ajv2020(OPTIONS);
    const dialect = isNew ? dialects.new : dialects.old;
    if (dialect.validateSchema(schema) !== true)
      return `The output schema cannot be used: schema is invalid: ${dialect.errorsText(dialect.errors)}`.slice(
        0,
        240,
      );
    // An instance of its own, so that no schema can name parts of another.
    const own = { ...OPTIONS, validateSchema: false };
    const ajv = isNew ? new Ajv2020(own) : new Ajv(own);
    addFormats.default(ajv, { mode: "fast" });
    return ajv.compile(schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : "it could not be compiled";
    return `The output schema cannot be used: ${reason}.`;
  }
}

function failureOf(validate: ValidateFunction, text: string, schema: unknown): string | null {
  try {
    const line = parseJson(text);
    if (line === undefined) return "The line is not JSON.";
    const response = responseOf(line.value, schema);
    if (response === undefined) return "The response is not JSON.";
    if (validate(response.value)) return null;
  } catch (error) {
    return error instanceof AppError ? error.detail : "The response could not be checked.";
  }
  const [error] = validate.errors ?? [];
  const where = error?.instancePath ? `${error.instancePath} ` : "";
  return `${where}${error?.message ?? "does not match"}`.slice(0, 300);
}

/** A recording may wrap the response; a schema that itself asks for `output` is meant literally. */
function responseOf(value: unknown, schema: unknown): { value: unknown } | undefined {
  const isWrapped =
    typeof value === "object" && value !== null && "output" in value && !asksForOutput(schema);
  const inner = isWrapped ? value.output : value;
  return isWrapped && typeof inner === "string" ? parseJson(inner) : { value: inner };
}

function asksForOutput(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null || !("properties" in schema)) return false;
  const { properties } = schema;
  return typeof properties === "object" && properties !== null && "output" in properties;
}
