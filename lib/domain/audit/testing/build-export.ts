import { startDigest } from "../../digest.ts";
import type { AuditEvent } from "../audit-event.ts";
import type { AuditFilter } from "../audit-filter.ts";
import { closingLine, eventLine, headerLine } from "../export-lines.ts";
import { GENESIS } from "../verify-chain.ts";

/** buildExport writes events as an export of them is written, so that a test can change it. */
export function buildExport(events: readonly AuditEvent[], filter: AuditFilter | null = null): string {
  const { seq, hash } = events.at(-1) ?? GENESIS;
  const lines = [
    headerLine({
      ...{
        chain: events[0]?.chain ?? "prj_1",
        project: "deploybuddy",
        exportedAt: "2026-05-04T10:00:00.000Z",
      },
      ...{ filter, through: { seq, hash } },
    }),
    ...events.map(eventLine),
  ];
  const digest = startDigest();
  for (const line of lines) digest.add(line);
  return [...lines, closingLine({ count: events.length, head: { seq, hash }, digest: digest.digest() })].join(
    "",
  );
}
