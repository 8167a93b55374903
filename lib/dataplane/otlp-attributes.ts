import { BadItem } from "./bad-item.ts";
import { isForbiddenKey, isStorableText } from "./strict-json.ts";

/** A value of OpenTelemetry's AnyValue. Nested keys live in Maps only, so that no key can reach a prototype. */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | AttributeValue[]
  | Map<string, AttributeValue>;
export type Attributes = ReadonlyMap<string, AttributeValue>;

export const MAX_ATTRIBUTES = 1_000;
const MAX_KEY_LENGTH = 256;
export const MAX_NESTING = 8;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** listOf reads a repeated field; an absent one is empty, anything but a list is malformed. */
export function listOf(value: unknown, field: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new BadItem("malformed", `${field} is not a list.`);
  return value;
}

/** readAttributes reads a list of KeyValue. Throws BadItem for keys and values that may not be stored. */
export function readAttributes(value: unknown, depth = 0): Map<string, AttributeValue> {
  const pairs = listOf(value, "attributes");
  if (pairs.length > MAX_ATTRIBUTES)
    throw new BadItem("bad-attribute", "There are more than 1,000 attributes.");
  const attributes = new Map<string, AttributeValue>();
  for (const pair of pairs) {
    if (!isRecord(pair) || typeof pair.key !== "string")
      throw new BadItem("malformed", "An attribute has no key.");
    attributes.set(checkKey(pair.key), readValue(pair.value, depth));
  }
  return attributes;
}

const MAX_REMEMBERED = 5_000;
const checked = new Set<string>();

/** checkKey refuses names of attributes that may not be stored. Throws BadItem. They come again and again: what passed is remembered. */
export function checkKey(key: string): string {
  if (checked.has(key)) return key;
  if (isForbiddenKey(key)) throw new BadItem("forbidden-key", "An attribute's key names a prototype.");
  if (key.length > MAX_KEY_LENGTH) throw new BadItem("too-long", "An attribute's key is longer than 256.");
  if (!isStorableText(key))
    throw new BadItem("bad-text", "An attribute's key has a character that cannot be stored.");
  if (checked.size >= MAX_REMEMBERED) checked.clear();
  checked.add(key);
  return key;
}

function readValue(value: unknown, depth: number): AttributeValue {
  if (!isRecord(value)) return null;
  if (depth > MAX_NESTING) throw new BadItem("bad-attribute", "An attribute is nested too deeply.");
  if (value.stringValue !== undefined) return readText(value.stringValue);
  if (typeof value.boolValue === "boolean") return value.boolValue;
  if (value.intValue !== undefined) return readInteger(value.intValue);
  if (value.doubleValue !== undefined) return readDouble(value.doubleValue);
  if (isRecord(value.arrayValue)) {
    return listOf(value.arrayValue.values, "arrayValue").map((item) => readValue(item, depth + 1));
  }
  if (isRecord(value.kvlistValue)) return readAttributes(value.kvlistValue.values, depth + 1);
  return null;
}

function readText(value: unknown): string {
  if (typeof value !== "string") throw new BadItem("malformed", "A stringValue is not a string.");
  if (!isStorableText(value)) throw new BadItem("bad-text", "A text has a character that cannot be stored.");
  return value;
}

/** Integers beyond 2^53 stay text when they came as text, and are refused when JSON has rounded them already. */
function readInteger(value: unknown): number | string {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !/^-?\d{1,19}$/.test(text)) {
    throw new BadItem("out-of-range", "An intValue is not a 64-bit integer.");
  }
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number + 0;
  if (typeof value === "number") throw new BadItem("out-of-range", "Send integers beyond 2^53 as strings.");
  return text;
}

/** readDouble refuses what is not finite. Throws BadItem. */
export function readDouble(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new BadItem("out-of-range", "A doubleValue is not a finite number.");
  }
  return value === 0 ? 0 : value;
}
