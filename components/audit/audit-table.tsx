"use client";

import { Fragment } from "react";
import { Actor } from "@/components/audit/actor.tsx";
import { EventDetail } from "@/components/audit/event-detail.tsx";
import { changedValue } from "@/components/audit/event-values.ts";
import { eventWords } from "@/components/audit/event-words.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { AuditEventRow } from "@/lib/contracts/audit.ts";

type AuditTableProps = {
  project: string;
  events: readonly AuditEventRow[];
  /** The row that is open in place. */
  openSeq: number | null;
  onToggle: (seq: number) => void;
};

const COLUMNS = 7;

function Change({ event }: { event: AuditEventRow }) {
  const change = changedValue(event);
  if (change === null) return null;
  return (
    <span className="mono block max-w-[26ch] truncate" title={`${change.from} → ${change.to}`}>
      <span className="text-neutral">{change.from}</span> → {change.to}
    </span>
  );
}

function EventRow({
  event,
  isOpen,
  onToggle,
}: {
  event: AuditEventRow;
  isOpen: boolean;
  onToggle: () => void;
}) {
  return (
    <TableRow isSelected={isOpen}>
      <TableCell isNumber>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="tabular-nums text-active hover:underline phone:min-h-11 phone:min-w-11"
        >
          <span className="sr-only">{isOpen ? "Close row " : "Open row "}</span>
          {formatNumber(event.seq)}
        </button>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <AbsoluteTime at={event.at} />
      </TableCell>
      <TableCell>
        <Actor {...event} />
      </TableCell>
      <TableCell className="whitespace-nowrap" title={eventWords(event)}>
        {event.action}
      </TableCell>
      <TableCell>
        <span className="block max-w-[28ch] truncate" title={`${event.resourceKind} ${event.resourceId}`}>
          <span className="text-neutral">{event.resourceKind}</span> {event.resourceId}
        </span>
      </TableCell>
      <TableCell>
        <Change event={event} />
      </TableCell>
      <TableCell>
        <span className="block max-w-[34ch] truncate text-neutral" title={event.reason ?? undefined}>
          {event.reason ?? ""}
        </span>
      </TableCell>
    </TableRow>
  );
}

/** AuditTable: one line an event, newest first; one of them opens in place. */
export function AuditTable({ project, events, openSeq, onToggle }: AuditTableProps) {
  return (
    <Table label="Audit events" wrapperClassName="wide:overflow-x-auto">
      <TableHead>
        <tr>
          <TableHeader isNumber>Row</TableHeader>
          <TableHeader>Time</TableHeader>
          <TableHeader>Actor</TableHeader>
          <TableHeader>Action</TableHeader>
          <TableHeader>Resource</TableHeader>
          <TableHeader>Before and after</TableHeader>
          <TableHeader>Reason</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <Fragment key={event.seq}>
            <EventRow event={event} isOpen={event.seq === openSeq} onToggle={() => onToggle(event.seq)} />
            {event.seq === openSeq ? (
              <tr>
                <td colSpan={COLUMNS} className="border-hair border-b p-0">
                  <EventDetail project={project} event={event} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}
