import { REDACTION_RULES, SECRET_NAME } from "./redaction-rules.ts";

/**
 * redactText takes secrets and personal data out of a text: each becomes `[redacted:<kind>]`, and what stands around
 * it stays. What was redacted already does not change.
 */
export function redactText(text: string): string {
  let clean = text;
  for (const { kind, hint, pattern, realLength } of REDACTION_RULES) {
    if (!hint.test(clean)) continue;
    clean = clean.replace(pattern, (found: string, kept: unknown) => {
      const marker = `[redacted:${kind}]`;
      if (realLength === undefined) return `${typeof kept === "string" ? kept : ""}${marker}`;
      return replaceReal(found, realLength, marker);
    });
  }
  return clean;
}

/** A number may begin after a blank or hyphen of the run, and several may follow each other. */
function replaceReal(run: string, realLength: (text: string) => number, marker: string): string {
  let clean = "";
  let from = 0;
  while (from < run.length) {
    const isStart = from === 0 || " -".includes(run.charAt(from - 1));
    const length = isStart ? realLength(run.slice(from)) : 0;
    clean += length === 0 ? run.charAt(from) : marker;
    from += Math.max(1, length);
  }
  return clean;
}

/** Plain values, as JSON has them. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [name: string]: PlainValue };

/** What stands for a text whose name says that it is secret. */
export const REDACTED_SECRET = "[redacted:secret]";

/** isSecretName says whether a name says that its value is secret, whatever that looks like. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Card numbers have thirteen digits and more. */
const SMALLEST_CARD = 1e12;

/**
 * redactValue redacts every text of a value, and whole texts whose name says that they are secret. A whole number that
 * is a card number becomes a text.
 */
export function redactValue(value: PlainValue, name = ""): PlainValue {
  if (typeof value === "string")
    return value !== "" && isSecretName(name) ? REDACTED_SECRET : redactText(value);
  if (typeof value === "number") {
    if (!Number.isInteger(value) || Math.abs(value) < SMALLEST_CARD) return value;
    const text = String(value);
    const clean = redactText(text);
    return clean === text ? value : clean;
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, name));
  if (value === null || typeof value !== "object") return value;
  const clean: { [name: string]: PlainValue } = Object.create(null);
  for (const [key, inner] of Object.entries(value)) clean[redactText(key)] = redactValue(inner, key);
  return clean;
}
