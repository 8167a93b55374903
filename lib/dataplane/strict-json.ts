/** How much structure a body may have; depth counts objects and arrays, keys are counted over the whole text. */
export type JsonLimits = { maxDepth: number; maxKeys: number };

export type JsonProblem = "malformed-json" | "too-deep" | "too-many-keys" | "duplicate-key" | "forbidden-key";

export type StrictJson = { ok: true; value: unknown } | { ok: false; problem: JsonProblem };

/** Names that reach an object's prototype when something unflattens or merges them. */
const FORBIDDEN_SEGMENTS = new Set(["__proto__", "constructor", "prototype"]);

/** isForbiddenKey refuses a key that names a prototype, whole or as one segment of a dotted name. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_SEGMENTS.has(key) || key.split(".").some((segment) => FORBIDDEN_SEGMENTS.has(segment));
}

/** isStorableText says whether Postgres can keep a text: no NUL, and no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}

/** decodeUtf8 returns null for bytes that are not UTF-8; a byte order mark stays and is refused as JSON. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * parseStrictJson parses one JSON document and refuses what JSON.parse lets through in silence: duplicate keys,
 * prototype keys, and more nesting or keys than allowed. The limits are checked before anything is built.
 */
export function parseStrictJson(text: string, limits: JsonLimits): StrictJson {
  const problem = scan(text, limits);
  if (problem !== null) return { ok: false, problem };
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false, problem: "malformed-json" };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** One pass over the characters; texts that are not JSON at all are left to JSON.parse. */
function scan(text: string, limits: JsonLimits): JsonProblem | null {
  const open: (Set<string> | null)[] = [];
  let keyCount = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : null);
      if (open.length > limits.maxDepth) return "too-deep";
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
    } else if (code === QUOTE) {
      const end = endOfString(text, index);
      const keys = open.at(-1);
      if (keys && isFollowedByColon(text, end + 1)) {
        keyCount += 1;
        if (keyCount > limits.maxKeys) return "too-many-keys";
        const problem = addKey(keys, text.slice(index, end + 1));
        if (problem !== null) return problem;
      }
      index = end;
    }
  }
  return null;
}

function addKey(keys: Set<string>, quoted: string): JsonProblem | null {
  const key = quoted.includes("\\") ? decodeKey(quoted) : quoted.slice(1, -1);
  if (key === null) return "malformed-json";
  if (isForbiddenKey(key)) return "forbidden-key";
  if (keys.has(key)) return "duplicate-key";
  keys.add(key);
  return null;
}

function decodeKey(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index += 1;
    else if (code === QUOTE) return index;
  }
  return text.length;
}

function isFollowedByColon(text: string, start: number): boolean {
  let index = start;
  while (" \n\r\t".includes(text.charAt(index)) && index < text.length) index += 1;
  return text.charCodeAt(index) === COLON;
}
