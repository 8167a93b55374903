import type { AuditEventRow } from "@/lib/contracts/audit.ts";

type Values = AuditEventRow["before"];

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
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
  const fields = Object.keys(after ?? before ?? {});
  const field =
    fields.find((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name])) ?? fields[0];
  if (field === undefined) return null;
  const from = before?.[field];
  const to = after?.[field];
  return { from: from === undefined ? "none" : textOf(from), to: to === undefined ? "none" : textOf(to) };
}
