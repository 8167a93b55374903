"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { formatMeasured } from "@/components/evals/eval-run-table.tsx";
import { Glyph } from "@/components/status/glyph.tsx";
import { formatUtc, formatUtcClock, toDate } from "@/components/ui/format-time.ts";
import type { RequestRow } from "@/lib/contracts/request-list.ts";

const COLUMNS =
  "grid grid-cols-[8.5rem_minmax(8rem,1fr)_6rem_5rem_6rem_6.5rem_3.5rem_4.5rem_4rem_5rem_6rem] items-center gap-x-2 px-3";
const WIDTH = "min-w-[69rem]";
const ROW_PX = 36;
const HEADS: readonly { name: string; className?: string }[] = [
  { name: "Time, UTC" },
  { name: "Request" },
  { name: "Release" },
  { name: "Arm" },
  { name: "Region" },
  { name: "Model" },
  { name: "Tokens", className: "text-right" },
  { name: "Cost, $", className: "text-right" },
  { name: "TTFT, ms", className: "text-right" },
  { name: "Latency, ms", className: "text-right" },
  { name: "Outcome", className: "pl-2" },
];

type RequestTableProps = {
  project: string;
  rows: readonly RequestRow[];
  hasMore: boolean;
  onNeedMore: () => void;
};

/** Without year and zone, which the head and the title say: the column is one line on every screen. */
function Time({ at }: { at: string }) {
  const date = toDate(at);
  if (date === null) return <span />;
  const [day = ""] = formatUtc(date).split(/ \d{4},/);
  return (
    <time dateTime={at} title={formatUtc(date, { hasSeconds: true })} className="whitespace-nowrap">
      {day}, {formatUtcClock(date, { hasSeconds: true })}
    </time>
  );
}

function ReleaseCell({ project, row }: { project: string; row: RequestRow }) {
  if (row.releaseId === null) {
    return (
      <span className="truncate text-warn" title={row.claimedRelease ?? undefined}>
        unattributed
      </span>
    );
  }
  return (
    <Link href={`/${project}/releases/${row.releaseId}`} className="mono hover:underline">
      {row.releaseId}
    </Link>
  );
}

function Outcome({ row }: { row: RequestRow }) {
  if (row.status === "ok") return <span className="pl-2 text-neutral">answered</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5 pl-2 text-bad">
      <Glyph name="cross" className="size-3.5 shrink-0" />
      <span className="truncate" title={row.errorType ?? undefined}>
        {row.errorType ?? "failed"}
      </span>
    </span>
  );
}

function Row({ project, row }: { project: string; row: RequestRow }) {
  return (
    <div className={`${COLUMNS} min-h-9 hover:bg-neutral-tint`}>
      <Time at={row.startedAt} />
      <Link
        href={`/${project}/requests/${encodeURIComponent(row.requestId)}`}
        className="mono truncate font-semibold hover:underline"
        title={row.requestId}
      >
        {row.requestId}
      </Link>
      <ReleaseCell project={project} row={row} />
      <span className={row.arm === null ? "text-neutral" : undefined}>{row.arm ?? "not told"}</span>
      <span className="truncate" title={row.environment ?? undefined}>
        {row.region ?? <span className="text-neutral">not told</span>}
      </span>
      <span className="mono truncate" title={row.model ?? undefined}>
        {row.model ?? ""}
        {row.callCount > 1 ? <span className="text-neutral">{` ×${row.callCount}`}</span> : null}
      </span>
      <span className="text-right">{formatMeasured(row.totalTokens, 0)}</span>
      <span className="text-right">{formatMeasured(row.costUsd, 5)}</span>
      <span className="text-right">{formatMeasured(row.ttftMs, 0)}</span>
      <span className="text-right">{formatMeasured(row.latencyMs, 0)}</span>
      <Outcome row={row} />
    </div>
  );
}

/** RequestTable draws only the rows in view, of any number of requests; each leads to its lineage. */
export function RequestTable({ project, rows, hasMore, onNeedMore }: RequestTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.requestId ?? index,
    overscan: 12,
  });
  const shown = virtual.getVirtualItems();
  const isNearEnd = hasMore && (shown.at(-1)?.index ?? 0) >= rows.length - 40;
  useEffect(() => {
    if (isNearEnd) onNeedMore();
  }, [isNearEnd, onNeedMore]);
  return (
    <div ref={frame} className="max-h-[70vh] overflow-auto rounded-md border border-hair">
      <div
        aria-hidden
        className={`${COLUMNS} ${WIDTH} sticky top-0 z-10 h-9 border-hair border-b bg-surface text-meta text-neutral`}
      >
        {HEADS.map(({ name, className }) => (
          <span key={name} className={className}>
            {name}
          </span>
        ))}
      </div>
      <ul
        aria-label="Requests, newest first"
        className={`relative ${WIDTH}`}
        ref={(element) => element?.style.setProperty("height", `${virtual.getTotalSize()}px`)}
      >
        {shown.map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={key}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={hasMore ? -1 : rows.length}
              ref={(element) => {
                element?.style.setProperty("transform", `translateY(${start}px)`);
                virtual.measureElement(element);
              }}
              className="absolute top-0 left-0 w-full border-hair border-b"
            >
              <Row project={project} row={row} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
