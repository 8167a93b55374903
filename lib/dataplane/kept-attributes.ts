import {
  isSecretName,
  type PlainValue,
  REDACTED_SECRET,
  redactValue,
} from "../domain/redaction/redact-text.ts";
import { ALIASES } from "./attribute-aliases.ts";
import type { Attributes, AttributeValue } from "./otlp-attributes.ts";
import { truncateText } from "./received-span.ts";
import { redactLabel } from "./redact-label.ts";

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
    const handling = value === null ? "left-out" : handlingOf(name);
    if (handling === "left-out") continue;
    const plain = cleanValue(value, name, handling);
    length += name.length + lengthOf(plain);
    count += 1;
    if (count > MAX_KEPT || length > MAX_TOTAL_LENGTH) break;
    kept[name] = plain;
  }
  return kept;
}

/** Texts are redacted as names are, which remembers those that come again and again. */
function cleanValue(value: AttributeValue, name: string, handling: "kept" | "secret"): PlainValue {
  if (typeof value !== "string") return cut(redactValue(toPlain(value), name));
  if (handling === "secret" && value !== "") return REDACTED_SECRET;
  return truncateText(redactLabel(truncateText(value, MAX_READ_LENGTH)), MAX_TEXT_LENGTH);
}

type Handling = "left-out" | "kept" | "secret";
const MAX_REMEMBERED = 5_000;
const decided = new Map<string, Handling>();

/** What is done with an attribute of this name. Names come again and again: what was decided about one is remembered. */
function handlingOf(name: string): Handling {
  const known = decided.get(name);
  if (known !== undefined) return known;
  const handling = decide(name);
  if (decided.size >= MAX_REMEMBERED) decided.clear();
  decided.set(name, handling);
  return handling;
}

function decide(name: string): Handling {
  if (COLUMN_NAMES.has(name) || CONTENT_NAMES.test(name)) return "left-out";
  return isSecretName(name) ? "secret" : "kept";
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
