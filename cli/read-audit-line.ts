import { z } from "zod";
import { canonicalJson } from "../lib/domain/canonical-json.ts";

const json = z.json();

/**
 * readAuditLine reads one line of an export as what it has to be; the end of a sentence where it is not. It has to be
 * written exactly as it was exported (RFC 8785), so that nothing can hide in a repeated key or between the values.
 */
export function readAuditLine<Schema extends z.ZodType>(
  schema: Schema,
  what: string,
  text: string,
): z.output<Schema> | string {
  const value = json.safeParse(parseJson(text));
  const parsed = schema.safeParse(value.data);
  if (!value.success || !parsed.success) return `is not ${what}: it is cut off or was changed.`;
  if (canonicalJson(value.data) !== text) return "is not written as it was exported: it was changed.";
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
