import type { PromptUse } from "../db/traces/trace-rows.ts";
import { type Fact, findFact } from "./attribute-aliases.ts";
import type { Attributes } from "./otlp-attributes.ts";
import { truncateText } from "./received-span.ts";

const MAX_NAME_LENGTH = 256;
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
  const hex = typeof reported === "string" ? DIGEST.exec(reported)?.[1] : undefined;
  return {
    use: {
      promptDigest: hex === undefined ? null : `sha256:${hex.toLowerCase()}`,
      promptName: readName("promptName", attributes),
      serviceName: readName("serviceName", resource, attributes),
    },
    warning:
      hex === undefined && reported !== null && reported !== ""
        ? "bad-attribute: prompt.digest is not sha256: and 64 hex digits; it was left out."
        : null,
  };
}

function readName(fact: Fact, ...sources: readonly Attributes[]): string | null {
  const value = findFact(fact, ...sources);
  if (typeof value !== "string" && typeof value !== "number") return null;
  return value === "" ? null : truncateText(String(value), MAX_NAME_LENGTH);
}
