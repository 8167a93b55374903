import { z } from "zod";
import { canonicalJson } from "../canonical-json.ts";
import { csvCell } from "../csv-cell.ts";
import type { AuditEvent } from "./audit-event.ts";
import type { AuditFilter } from "./audit-filter.ts";
import type { ChainHead } from "./verify-chain.ts";

export const EXPORT_FORMAT = "tupelo-audit/1";

const head = z.strictObject({
  seq: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** The first line of an export: which chain, up to which event, and which of its events were asked for. */
export const exportHeader = z.strictObject({
  format: z.literal(EXPORT_FORMAT),
  chain: z.string(),
  project: z.string(),
  exportedAt: z.string(),
  /** null: all events. Else the file has some of them, and cannot prove the chain. */
  filter: z.record(z.string(), z.string()).nullable(),
  through: head,
});
/** The last line: how many events there are, the last of them, and the digest of all that stands before this line. */
export const exportClosing = z.strictObject({
  closing: z.strictObject({ count: z.number().int().nonnegative(), head, digest }),
});

export type ExportHeader = Omit<z.output<typeof exportHeader>, "format" | "filter"> & {
  filter: AuditFilter | null;
};
export type ExportClosing = z.output<typeof exportClosing>["closing"];

/** headerLine begins an export. */
export function headerLine(header: ExportHeader): string {
  return `${canonicalJson({ format: EXPORT_FORMAT, ...header })}\n`;
}

/** eventLine is one event as it was hashed, in RFC 8785. */
export function eventLine(event: AuditEvent): string {
  return `${canonicalJson(event)}\n`;
}

/** closingLine ends an export, so that one without it was cut off. */
export function closingLine(closing: { count: number; head: ChainHead; digest: string }): string {
  return `${canonicalJson({ closing })}\n`;
}

const COLUMNS = [
  ...["chain", "seq", "at", "actorKind", "actorId", "actorName", "action", "resourceKind", "resourceId"],
  ...["environment", "releaseId", "before", "after", "reason", "requestId", "prevHash", "hash"],
] as const satisfies readonly string[];

export const CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

/** csvLine is one event for a spreadsheet (RFC 4180). Text that would run as a formula is made harmless, so that it proves nothing. */
export function csvLine(event: AuditEvent): string {
  const { before, after } = event;
  const cells: Record<string, string | number | null> = {
    ...event,
    before: before === null ? null : canonicalJson(before),
    after: after === null ? null : canonicalJson(after),
  };
  return `${COLUMNS.map((column) => csvCell(cells[column] ?? null)).join(",")}\r\n`;
}
