/** What spreadsheets take for the start of a formula, also in full width (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/**
 * csvCell writes one cell of CSV (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers stay numbers, and what is not known is empty.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
