import type { AuditEventRow } from "@/lib/contracts/audit.ts";

type Values = AuditEventRow["before"];

/** The fields that tell a change best, before any other. */
const TELLING = [
  "served",
  "desired",
  "state",
  "lastKnownGood",
  "quarantined",
  "release",
  "releaseId",
  "number",
  "name",
];

/** A list without its brackets; fields as `name value`, as in "model lora@1.9, prompt support@2.8". */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value !== "object") return String(value);
  const parts = Array.isArray(value)
    ? value.map(textOf)
    : Object.entries(value).map(([name, each]) => `${name} ${textOf(each)}`);
  return parts.join(", ") || "none";
}

/** valueLines writes an event's values one field a line, in the order of their names. */
export function valueLines(values: Values): string {
  return Object.entries(values ?? {})
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([field, value]) => `${field}: ${textOf(value)}\n`)
    .join("");
}

/** changedValue is the one field that tells a change best in a table's cell; null where nothing changed in place. */
export function changedValue({ before, after }: AuditEventRow): { from: string; to: string } | null {
  if (after === null && before === null) return null;
  const changed = Object.keys(after ?? before ?? {}).filter(
    (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
  );
  const field = TELLING.find((name) => changed.includes(name)) ?? changed[0];
  if (field === undefined) return null;
  return { from: textOf(before?.[field]), to: textOf(after?.[field]) };
}
