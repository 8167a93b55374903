"use client";

import { Fragment } from "react";
import { Actor } from "@/components/audit/actor.tsx";
import { EventDetail } from "@/components/audit/event-detail.tsx";
import { changedValue } from "@/components/audit/event-values.ts";
import { eventWords } from "@/components/audit/event-words.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import { formatUtcClock, toDate } from "@/components/ui/format-time.ts";
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
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });

function dayOf(at: string): string {
  const date = toDate(at);
  return date ? DAY.format(date) : "Unknown day";
}

function clockOf(at: string): string {
  const date = toDate(at);
  return date ? formatUtcClock(date, { hasSeconds: true }) : "unknown";
}

function Change({ event }: { event: AuditEventRow }) {
  const change = changedValue(event);
  if (change === null) return null;
  return (
    <span className="mono block max-w-[24ch] truncate" title={`${change.from} → ${change.to}`}>
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
        <time dateTime={event.at} title={event.at}>
          {clockOf(event.at)}
        </time>
      </TableCell>
      <TableCell>
        <Actor {...event} />
      </TableCell>
      <TableCell className="whitespace-nowrap" title={eventWords(event)}>
        {event.action}
      </TableCell>
      <TableCell>
        <span className="block max-w-[20ch] truncate" title={`${event.resourceKind} ${event.resourceId}`}>
          <span className="text-neutral">{event.resourceKind}</span> {event.resourceId}
        </span>
      </TableCell>
      <TableCell>
        <Change event={event} />
      </TableCell>
      <TableCell>
        <span className="block max-w-[26ch] truncate text-neutral" title={event.reason ?? undefined}>
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
          <TableHeader>Time, UTC</TableHeader>
          <TableHeader>Actor</TableHeader>
          <TableHeader>Action</TableHeader>
          <TableHeader>Resource</TableHeader>
          <TableHeader>Before and after</TableHeader>
          <TableHeader>Reason</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {events.map((event, index) => (
          <Fragment key={event.seq}>
            {dayOf(event.at) === dayOf(events[index - 1]?.at ?? "") ? null : (
              <tr>
                <td
                  colSpan={COLUMNS}
                  className="h-(--row) border-hair border-b bg-surface px-3 text-meta text-neutral"
                >
                  {dayOf(event.at)}
                </td>
              </tr>
            )}
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
