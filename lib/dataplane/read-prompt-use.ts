import type { PromptUse } from "../db/traces/trace-rows.ts";
import { type Fact, findFact } from "./attribute-aliases.ts";
import type { Attributes } from "./otlp-attributes.ts";
import { truncateText } from "./received-span.ts";

const MAX_NAME_LENGTH = 256;
const CANONICAL_DIGEST = /^sha256:[0-9a-f]{64}$/;
const DIGEST = /^(?:sha256:)?([0-9a-f]{64})$/i;

/**
 * readPromptUse reads which prompt a call was made with. What cannot be read is left out, never a reason to refuse
 * the span: versions of prompts are no standard, and other tools put what they like there.
 */
export function readPromptUse(
  attributes: Attributes,
  resource: Attributes,
): { use: PromptUse; warning: string | null } {
  const reported = findFact("promptDigest", attributes);
  const promptDigest = typeof reported === "string" ? readDigest(reported) : null;
  return {
    use: {
      promptDigest,
      promptName: readName("promptName", attributes),
      serviceName: readName("serviceName", resource, attributes),
    },
    warning:
      promptDigest === null && reported !== null && reported !== ""
        ? "bad-attribute: prompt.digest is not sha256: and 64 hex digits; it was left out."
        : null,
  };
}

function readDigest(reported: string): string | null {
  if (CANONICAL_DIGEST.test(reported)) return reported;
  const hex = DIGEST.exec(reported)?.[1];
  return hex === undefined ? null : `sha256:${hex.toLowerCase()}`;
}

function readName(fact: Fact, attributes: Attributes, others?: Attributes): string | null {
  const value = findFact(fact, attributes, others);
  if (typeof value !== "string" && typeof value !== "number") return null;
  return value === "" ? null : truncateText(String(value), MAX_NAME_LENGTH);
}
