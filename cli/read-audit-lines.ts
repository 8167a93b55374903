import { type AuditEventRow, auditEventRow } from "../lib/contracts/audit.ts";
import { canonicalJson } from "../lib/domain/canonical-json.ts";

/** The events up to the first line that could not be read; `problem` says what is wrong with that line. */
export type AuditLines = { events: AuditEventRow[]; problem: string | null };

/**
 * readAuditLines reads the lines of an export. Each has to be written exactly as it was exported (RFC 8785), so that
 * nothing can be hidden in a repeated key or between the values.
 */
export function readAuditLines(text: string): AuditLines {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return { events: [], problem: "The file is empty: there is nothing to verify." };
  const events: AuditEventRow[] = [];
  for (const [index, line] of lines.entries()) {
    const event = readLine(line);
    if (typeof event === "string") return { events, problem: `Line ${index + 1} ${event}` };
    events.push(event);
  }
  return { events, problem: null };
}

function readLine(line: string): AuditEventRow | string {
  const parsed = auditEventRow.safeParse(parseJson(line));
  if (!parsed.success) return "is not an audit event: it is cut off or was changed.";
  if (canonicalJson(parsed.data) !== line) return "is not written as it was exported: it was changed.";
  return parsed.data;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
