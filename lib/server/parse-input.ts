import { z } from "zod";
import type { Endpoint } from "../contracts/endpoint.ts";
import { AppError, type FieldProblem } from "../domain/errors.ts";
import { escapePointer } from "./read-json.ts";

const MAX_PARAMETER_LENGTH = 1_024;

/** parseParams reads the `{names}` of a declaration's path out of the request's path. */
export function parseParams(declaration: Endpoint, pathname: string): unknown {
  const names = declaration.path.split("/");
  const parts = pathname.split("/");
  if (names.length !== parts.length) throw notFound();
  const values: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? "";
    const match = /^\{(\w+)\}$/.exec(name);
    if (match?.[1] !== undefined) values[match[1]] = decodePart(part);
    else if (name !== part) throw notFound();
  }
  const result = declaration.params.safeParse(values);
  if (!result.success) throw notFound();
  return result.data;
}

function decodePart(part: string): string {
  const value = tryDecode(part);
  const bad = value === null || value.length > MAX_PARAMETER_LENGTH || hasControlCharacter(value);
  if (bad)
    throw new AppError(
      "bad-request",
      "A part of the address is too long or has characters that are not allowed.",
    );
  return value;
}

function tryDecode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function hasControlCharacter(value: string): boolean {
  return [...value].some((char) => char < " " || char === "\u007f");
}

/** parseQuery reads the query; a repeated, unknown or unreadable parameter is refused with its name. */
export function parseQuery(declaration: Endpoint, search: URLSearchParams): unknown {
  const values: Record<string, string> = {};
  const errors: FieldProblem[] = [];
  for (const [name, value] of search) {
    if (Object.hasOwn(values, name)) errors.push({ pointer: name, message: "Send this parameter once." });
    else if (hasControlCharacter(value))
      errors.push({ pointer: name, message: "This has characters that are not allowed." });
    else Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
  }
  const result = strict(declaration.query).safeParse(values);
  if (!result.success) {
    for (const issue of result.error.issues) errors.push(...toQueryProblems(issue));
  }
  if (errors.length > 0)
    throw new AppError("bad-request", "Some parameters of the address are not valid.", { errors });
  return result.data;
}

function toQueryProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => ({ pointer: name, message: "This parameter does not exist." }));
  }
  return [{ pointer: issue.path.map(String).join("."), message: issue.message }];
}

/** parseBody checks a body against its declaration; unknown fields are refused, never dropped. */
export function parseBody(schema: z.ZodType, value: unknown): unknown {
  const result = strict(schema).safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues;
  const errors = issues.flatMap(toFieldProblems);
  const unknown = issues.some((issue) => issue.code === "unrecognized_keys");
  if (unknown)
    throw new AppError("unknown-field", "The body has a field that does not exist; remove it.", { errors });
  throw new AppError("invalid", "Some fields are not valid; each is named with what is wrong.", { errors });
}

function toFieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const pointer = issue.path.map((part) => `/${escapePointer(String(part))}`).join("");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escapePointer(key)}`,
      message: "This field does not exist.",
    }));
  }
  return [{ pointer, message: issue.message }];
}

/** An object that says nothing about other keys takes none. */
function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema;
}

function notFound(): AppError {
  return new AppError("not-found", "There is nothing at this address that you can see.");
}
