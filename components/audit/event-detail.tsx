import Link from "next/link";
import type { ReactNode } from "react";
import { valueLines } from "@/components/audit/event-values.ts";
import { eventWords } from "@/components/audit/event-words.ts";
import { recordPath } from "@/components/audit/record-path.ts";
import { TextDiff } from "@/components/diff/text-diff.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import type { AuditEventRow } from "@/lib/contracts/audit.ts";
import { findActionWords } from "@/lib/domain/audit/audit-actions.ts";

type EventDetailProps = { project: string; event: AuditEventRow };

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3">
      <dt className="text-neutral">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** EventDetail: before and after, and what ties the row to its neighbours. */
export function EventDetail({ project, event }: EventDetailProps) {
  const { before, after, releaseId } = event;
  const record = recordPath(event);
  const meaning = findActionWords(event.action)?.values;
  return (
    <div className="sticky left-0 grid w-[calc(100vw-50px)] gap-4 bg-surface p-3 md:w-[calc(100vw-266px)] wide:w-auto phone:w-[calc(100vw-34px)] wide:grid-cols-[minmax(0,1fr)_22rem]">
      {before === null && after === null ? (
        <p className="text-neutral">This event changed no value.</p>
      ) : (
        <TextDiff
          before={valueLines(before)}
          after={valueLines(after)}
          beforeLabel="before"
          afterLabel="after"
          className="self-start"
        />
      )}
      <dl className="flex min-w-0 flex-col gap-1 text-meta">
        <Line label="What">
          {event.actorName} {eventWords(event)}
        </Line>
        {meaning ? <Line label="Values">{meaning}</Line> : null}
        {record ? (
          <Line label="Record">
            <Link href={`/${project}${record.path}`} className="text-active hover:underline">
              {record.label}
            </Link>
          </Line>
        ) : null}
        <Line label="Actor">
          {event.actorKind} <span className="mono break-all">{event.actorId}</span>
        </Line>
        {event.environment ? (
          <Line label="Environment">
            <Link
              href={`/${project}/environments/${event.environment}`}
              className="text-active hover:underline"
            >
              {event.environment}
            </Link>
          </Line>
        ) : null}
        {releaseId ? (
          <Line label="Release">
            <IdText id={releaseId} href={`/${project}/releases/${releaseId}`} className="text-active" />
          </Line>
        ) : null}
        {event.reason ? <Line label="Reason">{event.reason}</Line> : null}
        <Line label="Request id">
          {event.requestId ? <IdText id={event.requestId} what="request id" canCopy /> : "none"}
        </Line>
        <Line label="Row hash">
          <IdText id={event.hash} what="row hash" canCopy />
        </Line>
        <Line label="Previous">
          <IdText id={event.prevHash} what="hash of the row before" canCopy />
        </Line>
      </dl>
    </div>
  );
}
