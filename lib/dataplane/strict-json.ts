/** How much structure a body may have; depth counts objects and arrays, keys are counted over the whole text. */
export type JsonLimits = { maxDepth: number; maxKeys: number };

export type JsonProblem = "malformed-json" | "too-deep" | "too-many-keys" | "duplicate-key" | "forbidden-key";

export type StrictJson = { ok: true; value: unknown } | { ok: false; problem: JsonProblem };

/** Names that reach an object's prototype when something unflattens or merges them. */
const FORBIDDEN_SEGMENTS = new Set(["__proto__", "constructor", "prototype"]);

const MAY_BE_FORBIDDEN = /__proto__|constructor|prototype/;
const SHORTEST_FORBIDDEN = 9;

/** isForbiddenKey refuses a key that names a prototype, whole or as one segment of a dotted name. */
export function isForbiddenKey(key: string): boolean {
  if (key.length < SHORTEST_FORBIDDEN) return false;
  return MAY_BE_FORBIDDEN.test(key) && key.split(".").some((segment) => FORBIDDEN_SEGMENTS.has(segment));
}

/** isStorableText says whether Postgres can keep a text: no NUL, and no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** decodeUtf8 returns null for bytes that are not UTF-8; a byte order mark stays and is refused as JSON. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
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
  const open: (KeyNames | null)[] = [];
  let keyCount = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? { few: [], many: null } : null);
      if (open.length > limits.maxDepth) return "too-deep";
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
    } else if (code === QUOTE) {
      const end = endOfString(text, index);
      const keys = open.at(-1);
      if (keys && isFollowedByColon(text, end + 1)) {
        keyCount += 1;
        if (keyCount > limits.maxKeys) return "too-many-keys";
        const problem = addKey(keys, text.slice(index + 1, end));
        if (problem !== null) return problem;
      }
      index = end;
    }
  }
  return null;
}

/** The keys of one object so far: most objects have a few, and a Set for each costs more than looking through them. */
type KeyNames = { few: string[]; many: Set<string> | null };
const FEW_KEYS = 16;

function addKey(keys: KeyNames, written: string): JsonProblem | null {
  const key = written.includes("\\") ? decodeKey(written) : written;
  if (key === null) return "malformed-json";
  if (isForbiddenKey(key)) return "forbidden-key";
  if (keys.many === null ? keys.few.includes(key) : keys.many.has(key)) return "duplicate-key";
  if (keys.many !== null) keys.many.add(key);
  else if (keys.few.push(key) > FEW_KEYS) keys.many = new Set(keys.few);
  return null;
}

function decodeKey(written: string): string | null {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return null;
  }
}

/** The quote that ends a string: the first one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === BACKSLASH && first - 1 > start) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}

function isFollowedByColon(text: string, start: number): boolean {
  let index = start;
  let code = text.charCodeAt(index);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
    index += 1;
    code = text.charCodeAt(index);
  }
  return code === COLON;
}
