import { AppError } from "../domain/errors.ts";

const MAX_DEPTH = 64;
const [OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET] = [0x7b, 0x5b, 0x7d, 0x5d];
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];

/** decodeUpload reads an upload as UTF-8 text; other encodings and nothing at all are refused. */
export function decodeUpload(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new AppError("malformed-json", "The file is empty.");
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new AppError("malformed-json", "The file is compressed with gzip. Send it uncompressed.");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("malformed-json", "The file is not UTF-8 text.", { internal: error });
  }
}

/**
 * parseJson is JSON.parse with undefined for what is not JSON. Deep nesting is refused before parsing, because code
 * that walks a value 100,000 levels deep would run out of stack; the same key twice is refused, because the next
 * reader could take the other one.
 */
export function parseJson(text: string): { value: unknown } | undefined {
  refuseDepth(text);
  const value = tryParse(text);
  if (value !== undefined) refuseDuplicateKeys(text);
  return value;
}

function tryParse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function refuseDepth(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > MAX_DEPTH)
        throw new AppError("too-deep", `The file is nested deeper than ${MAX_DEPTH} levels.`);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
}

/** Only for text that is JSON: there a string that a colon follows is a key. */
function refuseDuplicateKeys(text: string): void {
  const frames: Set<string>[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) frames.push(new Set());
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) frames.pop();
    else if (code === QUOTE) {
      const end = endOfString(text, index);
      if (isKey(text, end)) addKey(text.slice(index, end + 1), frames.at(-1));
      index = end;
    }
  }
}

function addKey(token: string, seen: Set<string> | undefined): void {
  const key = token.includes("\\") ? String(JSON.parse(token)) : token.slice(1, -1);
  if (seen?.has(key)) {
    throw new AppError("malformed-json", `The file names the key "${key.slice(0, 80)}" twice in one object.`);
  }
  seen?.add(key);
}

/** The index of the closing quote; the text's end where there is none. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, index: number): boolean {
  let first = index;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (index - first) % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  let index = end + 1;
  while (text.charCodeAt(index) <= 0x20) index += 1;
  return text.charCodeAt(index) === COLON;
}
