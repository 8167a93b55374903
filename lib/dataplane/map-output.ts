import { sha256Hex } from "../domain/digest.ts";
import { redactText } from "../domain/redaction/redact-text.ts";
import type { Attributes, AttributeValue } from "./otlp-attributes.ts";
import { truncateText } from "./received-span.ts";

/** Where an answer's text may be, the current convention first. */
const OUTPUT_NAMES = ["gen_ai.output.messages", "gen_ai.completion", "output.value", "llm.output_messages"];
/** What is looked through for secrets, and what is kept of that. */
const MAX_READ_LENGTH = 65_536;
const MAX_KEPT_LENGTH = 16_384;

/** What a model answered: redacted, and the digest of the whole as it was. */
export type Output = { content: string; digest: string };

/** readOutput finds what a span says that the model answered; null when it says nothing. */
export function readOutput(attributes: Attributes): Output | null {
  for (const name of OUTPUT_NAMES) {
    const value = attributes.get(name);
    if (value === undefined || value === null || value === "") continue;
    const text = typeof value === "string" ? value : JSON.stringify(toJson(value));
    const content = truncateText(redactText(truncateText(text, MAX_READ_LENGTH)), MAX_KEPT_LENGTH);
    return { content, digest: `sha256:${sha256Hex(text)}` };
  }
  return null;
}

function toJson(value: AttributeValue): unknown {
  if (Array.isArray(value)) return value.map(toJson);
  return value instanceof Map
    ? Object.fromEntries([...value].map(([key, inner]) => [key, toJson(inner)]))
    : value;
}
