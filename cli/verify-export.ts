import type { z } from "zod";
import { type AuditEventRow, auditEventRow } from "../lib/contracts/audit.ts";
import { checkAlone } from "../lib/domain/audit/check-alone.ts";
import { type ExportClosing, exportClosing, exportHeader } from "../lib/domain/audit/export-lines.ts";
import { type ChainHead, checkEvent, GENESIS, verifyChain } from "../lib/domain/audit/verify-chain.ts";
import { startDigest } from "../lib/domain/digest.ts";
import { readAuditLine } from "./read-audit-line.ts";
import type { FileLine } from "./read-lines.ts";

type Header = z.output<typeof exportHeader>;
/** `proven`: a whole chain. `partial`: events of a filter, of which none is wrong, but which prove no chain. */
export type ExportVerdict = { state: "proven" | "partial" | "wrong"; sentence: string };

/** Everything that is known when a line is read. */
type Walk = {
  header: Header;
  head: ChainHead;
  count: number;
  digest: ReturnType<typeof startDigest>;
  checkpoints: ReadonlyMap<number, string>;
};

/**
 * verifyExport judges the lines of an export in one sentence, which names the first thing that is wrong. `findKnown`
 * gives the checkpoints of the chain that the first line names.
 */
export async function verifyExport(
  lines: AsyncIterable<FileLine>,
  findKnown: (chain: string) => Promise<readonly ChainHead[]>,
): Promise<ExportVerdict> {
  let walk: Walk | null = null;
  let known: readonly ChainHead[] = [];
  let closing: ExportClosing | null = null;
  let number = 0;
  for await (const { text, isCut } of lines) {
    number += 1;
    if (text === null) return wrong(`Line ${number} cannot be read: it is no UTF-8.`);
    if (closing !== null) return wrong(`Line ${number} stands after the closing line: it was added.`);
    if (isCut) return wrong(`Line ${number} does not end: the file was cut off.`);
    if (walk === null) {
      const header = readHeader(text);
      if (typeof header === "string") return wrong(header);
      known = await findKnown(header.chain);
      walk = startWalk(header, text, known);
    } else if (text.startsWith('{"closing":')) {
      const read = readAuditLine(exportClosing, "the last line of an export", text);
      if (typeof read === "string") return wrong(`Line ${number} ${read}`);
      closing = read.closing;
    } else {
      const problem = step(walk, text, number);
      if (problem !== null) return wrong(problem);
    }
  }
  if (walk === null) return wrong("The file is empty: there is nothing to verify.");
  return judge(walk, closing, known);
}

function wrong(sentence: string): ExportVerdict {
  return { state: "wrong", sentence };
}

function readHeader(text: string): Header | string {
  if (text.startsWith("chain,seq,")) {
    return "This is the CSV export, which is for spreadsheets. Verify the JSONL export of the same events.";
  }
  const header = readAuditLine(exportHeader, "the first line of an export", text);
  return typeof header === "string" ? `Line 1 ${header}` : header;
}

function startWalk(header: Header, text: string, known: readonly ChainHead[]): Walk {
  const digest = startDigest();
  digest.add(`${text}\n`);
  const checkpoints = new Map(known.map(({ seq, hash }) => [seq, hash]));
  return { header, head: GENESIS, count: 0, digest, checkpoints };
}

/** Takes one event in, or says what is wrong with it. */
function step(walk: Walk, text: string, number: number): string | null {
  const event = readAuditLine(auditEventRow, "an audit event", text);
  if (typeof event === "string") return `Line ${number} ${event}`;
  const problem = checkStep(walk, event);
  if (problem !== null) return `wrong at event ${event.seq}: ${problem}`;
  walk.digest.add(`${text}\n`);
  walk.head = { seq: event.seq, hash: event.hash };
  walk.count += 1;
  return null;
}

function checkStep({ header, head, checkpoints }: Walk, event: AuditEventRow): string | null {
  const checkpoint = checkpoints.get(event.seq);
  const problem =
    header.filter === null ? checkEvent(event, head, checkpoint) : checkAlone(event, head, checkpoint);
  if (problem !== null) return problem;
  if (event.chain !== header.chain) return `Event ${event.seq} belongs to another chain.`;
  return null;
}

/** What can be said only at the end. */
function judge(walk: Walk, closing: ExportClosing | null, known: readonly ChainHead[]): ExportVerdict {
  const { header, head, count } = walk;
  const isWhole = header.filter === null;
  const end = verifyChain([], isWhole ? known : [], head);
  if (!end.ok) return wrong(`wrong at event ${end.problem.seq}: ${end.problem.sentence}`);
  if (closing === null) return wrong("The file has no closing line: its end was cut off.");
  if (closing.count !== count || closing.head.seq !== head.seq || closing.head.hash !== head.hash) {
    return wrong(
      `The closing line speaks of ${closing.count} events up to event ${closing.head.seq}, but ${count} up to event ${head.seq} are here.`,
    );
  }
  if (isWhole && (header.through.seq !== head.seq || header.through.hash !== head.hash)) {
    return wrong(
      `wrong at event ${head.seq + 1}: The first line speaks of events up to ${header.through.seq}, but the last one is ${head.seq}: the end was cut off.`,
    );
  }
  if (closing.digest !== walk.digest.digest()) {
    return wrong("The closing line names another digest than these lines have: the file was changed.");
  }
  if (isWhole) return { state: "proven", sentence: `ok: ${count} events, head ${head.hash}` };
  const sentence = `partial: ${count} events of a filter, none of them wrong. What is missing between them cannot be seen: verify an export without a filter.`;
  return { state: "partial", sentence };
}
