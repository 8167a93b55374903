import { AppError } from "../domain/errors.ts";

/** Limits of a JSON body; uploads of evaluations are read as raw bytes and have limits of their own. */
export type JsonLimits = { maxDepth: number; maxKeys: number; maxStringBytes: number };
export const JSON_LIMITS: JsonLimits = { maxDepth: 32, maxKeys: 10_000, maxStringBytes: 256 * 1024 };

/** Names that reach an object's prototype when a careless program copies them; also as a part of a dotted key. */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

type Frame = { kind: "object" | "array"; keys: Set<string> };

/**
 * scanJson looks at JSON text once, before any parser builds objects of it, and refuses what would be dangerous
 * to build: deep nesting, floods of keys, duplicate and forbidden keys, huge strings, NaN and Infinity.
 */
export function scanJson(text: string, limits: JsonLimits = JSON_LIMITS): void {
  const stack: Frame[] = [];
  let keyCount = 0;
  let index = 0;
  while (index < text.length) {
    const char = text[index];
    if (char === '"') {
      const end = endOfString(text, index);
      if (end - index > limits.maxStringBytes) throw tooLong(limits);
      const frame = stack.at(-1);
      if (frame?.kind === "object" && isFollowedByColon(text, end)) {
        keyCount += 1;
        if (keyCount > limits.maxKeys)
          throw new AppError("bad-request", `The body has more than ${limits.maxKeys} keys.`);
        checkKey(text.slice(index, end), frame.keys);
      }
      index = end;
      continue;
    }
    if (char === "{" || char === "[") {
      stack.push({ kind: char === "{" ? "object" : "array", keys: new Set() });
      if (stack.length > limits.maxDepth) {
        throw new AppError("too-deep", `The body is nested more than ${limits.maxDepth} levels deep.`);
      }
    } else if (char === "}" || char === "]") {
      stack.pop();
    } else if (char === "N" || char === "I") {
      throw new AppError("invalid", "NaN and Infinity are not numbers that can be sent.");
    }
    index += 1;
  }
}

/** The index after the closing quote; the text's end where there is none (the parser then refuses it). */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    if (text[index] === "\\") index += 2;
    else if (text[index] === '"') return index + 1;
    else index += 1;
  }
  return text.length;
}

function isFollowedByColon(text: string, start: number): boolean {
  let index = start;
  while (text[index] === " " || text[index] === "\n" || text[index] === "\r" || text[index] === "\t")
    index += 1;
  return text[index] === ":";
}

function checkKey(token: string, seen: Set<string>): void {
  const key = decodeKey(token);
  if (key.split(".").some((part) => FORBIDDEN_KEYS.has(part))) {
    throw new AppError("forbidden-key", "Keys named __proto__, constructor or prototype are not allowed.");
  }
  if (seen.has(key)) throw new AppError("malformed-json", "The body names the same key twice.");
  seen.add(key);
}

function decodeKey(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch (error) {
    throw new AppError("malformed-json", "The body is not well-formed JSON.", { internal: error });
  }
}

function tooLong(limits: JsonLimits): AppError {
  return new AppError("too-large", `A text in the body is longer than ${limits.maxStringBytes / 1024} KB.`);
}
