import { LosslessNumber, parse } from "lossless-json";
import { AppError, type FieldProblem } from "../domain/errors.ts";
import { JSON_LIMITS, type JsonLimits, scanJson } from "./scan-json.ts";

/**
 * readJson turns the bytes of a body into one object, and refuses whatever another reader could understand
 * differently: other encodings, duplicate keys, trailing text, numbers that would be rounded, text Postgres
 * cannot store. Throws AppError (400 for form, 422 for values).
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits = JSON_LIMITS): Record<string, unknown> {
  const text = decode(bytes);
  scanJson(text, limits);
  const value = parseText(text);
  if (!isPlainObject(value)) throw malformed("The body has to be one JSON object.");
  const problems: FieldProblem[] = [];
  collectProblems(value, "", problems);
  if (problems.length > 0)
    throw new AppError("invalid", "Some values cannot be kept as they were sent.", { errors: problems });
  return value;
}

function decode(bytes: Uint8Array): string {
  if (bytes.length === 0) throw malformed("The body is empty; send one JSON object.");
  const isMarked =
    (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff) ||
    (bytes[0] === 0xff && bytes[1] === 0xfe);
  if (isMarked) throw malformed("The body starts with a byte order mark; send plain UTF-8.");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw malformed("The body is not UTF-8.", error);
  }
}

function parseText(text: string): unknown {
  try {
    return parse(text, undefined, { parseNumber: toNumber });
  } catch (error) {
    throw malformed("The body is not well-formed JSON.", error);
  }
}

/** A number that JavaScript keeps exactly enough; any other stays a LosslessNumber and is reported with its place. */
function toNumber(source: string): number | LosslessNumber {
  const value = Number(source);
  if (!Number.isFinite(value)) return new LosslessNumber(source);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return new LosslessNumber(source);
  if (value === 0) return /[1-9]/.test(source.split(/[eE]/)[0] ?? "") ? new LosslessNumber(source) : 0;
  return value;
}

function collectProblems(value: unknown, pointer: string, problems: FieldProblem[]): void {
  if (value instanceof LosslessNumber) {
    problems.push({
      pointer,
      message: "This number would be rounded; send it as a smaller number or as text.",
    });
  } else if (typeof value === "string") {
    const message = textProblem(value);
    if (message !== null) problems.push({ pointer, message });
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      collectProblems(item, `${pointer}/${index}`, problems);
    });
  } else if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const inner = `${pointer}/${escapePointer(key)}`;
      const message = textProblem(key);
      if (message !== null) problems.push({ pointer: inner, message });
      collectProblems(item, inner, problems);
    }
  }
}

function textProblem(text: string): string | null {
  if (text.includes("\u0000")) return "This text has a NUL character.";
  // A lone surrogate is half a character; URI encoding is the platform's own check for it.
  try {
    encodeURIComponent(text);
    return null;
  } catch {
    return "This text has half of a character (a lone surrogate).";
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof LosslessNumber)
  );
}

/** escapePointer writes a key as a part of a JSON pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function malformed(detail: string, internal?: unknown): AppError {
  return new AppError("malformed-json", detail, { internal });
}
