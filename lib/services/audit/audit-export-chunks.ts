import type { Reader } from "../../db/client.ts";
import { auditWhere } from "../../db/queries/audit-where.ts";
import { readChain } from "../../db/queries/load-audit-events.ts";
import {
  CSV_HEADER,
  closingLine,
  csvLine,
  type ExportHeader,
  eventLine,
  headerLine,
} from "../../domain/audit/export-lines.ts";
import { GENESIS } from "../../domain/audit/verify-chain.ts";
import { startDigest } from "../../domain/digest.ts";

export type AuditExportFormat = "jsonl" | "csv";
/** A piece of the file, and how many events it has. */
export type ExportChunk = { text: string; events: number };

/** auditExportChunks writes an export piece by piece, so that a long chain needs no more memory than a short one. */
export function auditExportChunks(
  db: Reader,
  header: ExportHeader,
  format: AuditExportFormat,
): AsyncGenerator<ExportChunk> {
  return format === "csv" ? csvChunks(db, header) : jsonChunks(db, header);
}

function eventsOf(db: Reader, { chain, through, filter }: ExportHeader) {
  return readChain(db, chain, { through: through.seq, where: auditWhere(filter) });
}

async function* jsonChunks(db: Reader, header: ExportHeader): AsyncGenerator<ExportChunk> {
  const digest = startDigest();
  const first = headerLine(header);
  digest.add(first);
  yield { text: first, events: 0 };
  let count = 0;
  let head = GENESIS;
  for await (const events of eventsOf(db, header)) {
    const text = events.map(eventLine).join("");
    digest.add(text);
    count += events.length;
    const { seq, hash } = events.at(-1) ?? head;
    head = { seq, hash };
    yield { text, events: events.length };
  }
  yield { text: closingLine({ count, head, digest: digest.digest() }), events: 0 };
}

async function* csvChunks(db: Reader, header: ExportHeader): AsyncGenerator<ExportChunk> {
  yield { text: CSV_HEADER, events: 0 };
  for await (const events of eventsOf(db, header)) {
    yield { text: events.map(csvLine).join(""), events: events.length };
  }
}
