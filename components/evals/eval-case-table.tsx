"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { CaseDetail } from "@/components/evals/case-detail.tsx";
import { formatMeasured } from "@/components/evals/eval-run-table.tsx";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import type { EvalCaseRow } from "@/lib/contracts/evals.ts";

const COLUMNS = "grid grid-cols-[minmax(12rem,1fr)_5rem_5rem_6rem_6rem_7rem] items-center gap-x-3 px-3";
const ROW_PX = 36;

type EvalCaseTableProps = {
  project: string;
  number: number;
  items: readonly EvalCaseRow[];
  total: number;
  onNeedMore: () => void;
};

/** What the row says, for whoever hears it instead of seeing its columns. */
function wordsOf(row: EvalCaseRow): string {
  const result = row.isError ? "no answer" : row.passed ? "passed" : "failed";
  const numbers = [
    `score ${formatMeasured(row.score, 3)}`,
    row.totalTokens === null ? "tokens not reported" : `${formatMeasured(row.totalTokens, 0)} tokens`,
    row.latencyMs === null ? "no latency" : `${formatMeasured(row.latencyMs, 0)} milliseconds`,
  ];
  return [row.caseId, ...(row.repeat > 1 ? [`repeat ${row.repeat}`] : []), result, ...numbers].join(", ");
}

function RowButton({ row, isOpen, onToggle }: { row: EvalCaseRow; isOpen: boolean; onToggle: () => void }) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const verdict = row.isError ? "error" : row.passed ? "pass" : "fail";
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-label={wordsOf(row)}
      onClick={onToggle}
      className={`${COLUMNS} min-h-9 w-full text-left phone:min-h-11`}
    >
      <span className="flex min-w-0 items-center gap-1.5">
        <Chevron aria-hidden className="size-3.5 shrink-0 text-neutral" />
        <span className="truncate" title={row.caseId}>
          {row.caseId}
          {row.repeat > 1 ? <span className="text-neutral">{` repeat ${row.repeat}`}</span> : null}
        </span>
      </span>
      <span className="text-right">{formatMeasured(row.score, 3)}</span>
      <span className="text-right">{formatMeasured(row.totalTokens, 0)}</span>
      <span className="text-right">
        {row.isCached ? <span className="text-neutral">cached</span> : formatMeasured(row.latencyMs, 0)}
      </span>
      <span className="text-right">{formatMeasured(row.costUsd, 5)}</span>
      <StatusBadge family="verdict" state={verdict} variant="plain" />
    </button>
  );
}

/** EvalCaseTable draws only the rows in view, of any number of cases; each opens to its texts. */
export function EvalCaseTable({ project, number, items, total, onNeedMore }: EvalCaseTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => items[index]?.position ?? index,
    overscan: 12,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const isNearEnd = items.length < total && last >= items.length - 40;
  useEffect(() => {
    if (isNearEnd) onNeedMore();
  }, [isNearEnd, onNeedMore]);
  const toggle = (position: number) => {
    const next = new Set(open);
    if (!next.delete(position)) next.add(position);
    setOpen(next);
  };
  return (
    <div ref={frame} className="max-h-[70vh] overflow-auto rounded-md border border-hair">
      <div
        aria-hidden
        className={`${COLUMNS} sticky top-0 z-10 h-9 min-w-[44rem] border-hair border-b bg-surface text-meta text-neutral`}
      >
        {["Case", "Score", "Tokens", "Latency, ms", "Cost, $", "Result"].map((name, index) => (
          <span key={name} className={index > 0 && index < 5 ? "text-right" : undefined}>
            {name}
          </span>
        ))}
      </div>
      <ul
        aria-label={`Cases, ${total}`}
        className="relative min-w-[44rem]"
        ref={(element) => element?.style.setProperty("height", `${rows.getTotalSize()}px`)}
      >
        {shown.map(({ index, start, key }) => {
          const row = items[index];
          if (row === undefined) return null;
          const isOpen = open.has(row.position);
          return (
            <li
              key={key}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={total}
              ref={(element) => {
                element?.style.setProperty("transform", `translateY(${start}px)`);
                rows.measureElement(element);
              }}
              className="absolute top-0 left-0 w-full border-hair border-b"
            >
              <RowButton row={row} isOpen={isOpen} onToggle={() => toggle(row.position)} />
              {isOpen ? <CaseDetail project={project} number={number} position={row.position} /> : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
