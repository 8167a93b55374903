import { AppError } from "../domain/errors.ts";

const MAX_DEPTH = 64;
const [OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET] = [0x7b, 0x5b, 0x7d, 0x5d];
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** decodeUpload reads an upload as UTF-8 text; other encodings, invalid bytes and deep nesting are refused. */
export function decodeUpload(bytes: Uint8Array): string {
  if (depthOf(bytes) > MAX_DEPTH)
    throw new AppError("too-deep", `The file is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AppError("malformed-json", "The file is not UTF-8 text.", { internal: error });
  }
}

/** parseJson is JSON.parse with undefined for what is not JSON. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Counted before parsing, because code that walks a value 100,000 levels deep would run out of stack. */
function depthOf(bytes: Uint8Array): number {
  let [depth, deepest, isInString] = [0, 0, false];
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (isInString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  }
  return deepest;
}
