import { redactText } from "../domain/redaction/redact-text.ts";

const MAX_REMEMBERED = 5_000;
const MAX_LENGTH = 64;
const remembered = new Map<string, string>();

/**
 * redactLabel is redactText for names that come again and again (models, regions, operations): what came out is
 * remembered, the oldest forgotten first.
 */
export function redactLabel(label: string): string {
  if (label.length > MAX_LENGTH) return redactText(label);
  const known = remembered.get(label);
  if (known !== undefined) return known;
  const clean = redactText(label);
  const oldest = remembered.size >= MAX_REMEMBERED ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  remembered.set(label, clean);
  return clean;
}
