import { type PlainValue, redactValue } from "../domain/redaction/redact-text.ts";
import { ALIASES } from "./attribute-aliases.ts";
import type { Attributes, AttributeValue } from "./otlp-attributes.ts";
import { truncateText } from "./received-span.ts";

const MAX_KEPT = 64;
const MAX_TEXT_LENGTH = 1_024;
const MAX_TOTAL_LENGTH = 16_384;

/** What people wrote and models answered, and credentials: it is not kept with the figures. */
const CONTENT_NAMES =
  /^(gen_ai\.(input\.messages|output\.messages|system_instructions|completion|prompt($|\.\d)|tool\.(call\.(arguments|result)|definitions)|retrieval\.documents)|llm\.(input_messages|output_messages|prompts?($|\.\d)|completions)|(input|output)\.value|retrieval\.documents|http\.(request|response)\.header)/;

const COLUMN_NAMES: ReadonlySet<string> = new Set(Object.values(ALIASES).flat());

/**
 * keepAttributes chooses what is stored beside the columns: at most 64 attributes and 16 KiB, long texts cut,
 * redacted, never the
 * contents of messages.
 */
export function keepAttributes(attributes: Attributes): Record<string, unknown> {
  const kept: Record<string, unknown> = Object.create(null);
  let count = 0;
  let length = 0;
  for (const [name, value] of attributes) {
    if (value === null || !isKept(name)) continue;
    const plain = cut(redactValue(toPlain(value), name));
    length += name.length + lengthOf(plain);
    count += 1;
    if (count > MAX_KEPT || length > MAX_TOTAL_LENGTH) break;
    kept[name] = plain;
  }
  return kept;
}

const MAX_REMEMBERED = 5_000;
const decided = new Map<string, boolean>();

/** Names come again and again: what was decided about one is remembered. */
function isKept(name: string): boolean {
  const known = decided.get(name);
  if (known !== undefined) return known;
  const kept = !COLUMN_NAMES.has(name) && !CONTENT_NAMES.test(name);
  if (decided.size >= MAX_REMEMBERED) decided.clear();
  decided.set(name, kept);
  return kept;
}

/** About as long as it is in JSON. */
function lengthOf(value: PlainValue): number {
  return typeof value === "string" ? value.length + 2 : JSON.stringify(value).length;
}

/** Long texts are looked through as far as anything of them could be kept. */
const MAX_READ_LENGTH = 16_384;

function toPlain(value: AttributeValue): PlainValue {
  if (typeof value === "string") return truncateText(value, MAX_READ_LENGTH);
  if (Array.isArray(value)) return value.map(toPlain);
  if (!(value instanceof Map)) return value;
  const plain: { [name: string]: PlainValue } = Object.create(null);
  for (const [key, inner] of value) plain[key] = toPlain(inner);
  return plain;
}

/** Cut after redaction, so that half a secret at the end is not overlooked. */
function cut(value: PlainValue): PlainValue {
  if (typeof value === "string") return truncateText(value, MAX_TEXT_LENGTH);
  if (Array.isArray(value)) return value.map(cut);
  if (value === null || typeof value !== "object") return value;
  const short: { [name: string]: PlainValue } = Object.create(null);
  for (const [key, inner] of Object.entries(value)) short[key] = cut(inner);
  return short;
}
