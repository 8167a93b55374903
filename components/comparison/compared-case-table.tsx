"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { resultWords } from "@/components/comparison/result-words.ts";
import { type CaseQuery, useComparedCases } from "@/components/comparison/use-compared-cases.ts";
import { useShortcut } from "@/components/layout/use-shortcut.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { cn } from "@/components/ui/cn.ts";
import { formatNumber, formatSigned } from "@/components/ui/format-number.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { ComparedCaseRow } from "@/lib/contracts/comparisons.ts";

const ROW_PX = 32;
const COLUMNS =
  "grid grid-cols-[minmax(12rem,1fr)_6rem_6rem_6rem_11rem] items-center gap-x-3 px-3 min-w-[44rem]";

/** Heights are known in the browser only, and the page's policy allows no style attribute. */
function heightRef(px: number) {
  return (element: HTMLElement | null) => element?.style.setProperty("height", `${px}px`);
}

type RowProps = {
  row: ComparedCaseRow | null;
  index: number;
  isOpen: boolean;
  onOpen: (caseId: string) => void;
};

function CaseRow({ row, index, isOpen, onOpen }: RowProps) {
  const isWorse = row !== null && row.candidate.passShare < row.control.passShare;
  return (
    <li ref={heightRef(ROW_PX)} aria-posinset={index + 1}>
      {row === null ? (
        <span className="px-3 text-neutral">loading…</span>
      ) : (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => onOpen(row.caseId)}
          className={cn(
            COLUMNS,
            "h-full w-full border-hair border-b text-left hover:bg-surface",
            isOpen && "bg-active-tint",
          )}
        >
          <span className="truncate" title={row.caseId}>
            {row.caseId}
          </span>
          <span className="text-right">{formatNumber(row.control.score, 3)}</span>
          <span className="text-right">{formatNumber(row.candidate.score, 3)}</span>
          <span className="text-right font-semibold">{formatSigned(row.difference, 3)}</span>
          <span className={cn("truncate", isWorse && "text-bad")}>{resultWords(row)}</span>
        </button>
      )}
    </li>
  );
}

type ComparedCaseTableProps = {
  query: CaseQuery;
  openCase: string | null;
  onOpen: (caseId: string | null) => void;
};

/** ComparedCaseTable: the same cases, worst regressions first; only the rows in sight are drawn and loaded. */
export function ComparedCaseTable({ query, openCase, onOpen }: ComparedCaseTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [known, setKnown] = useState(0);
  const virtual = useVirtualizer({
    count: known,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { total, rowAt, error } = useComparedCases(query, { first, last });
  const count = total ?? 0;
  // The rows in sight decide what is asked, and the answer how many rows there are: the count follows one step behind.
  useEffect(() => setKnown(count), [count]);
  const place = useRef(-1);
  const go = (by: number) => {
    const next = Math.min(Math.max(place.current + by, 0), count - 1);
    const row = rowAt(next);
    if (row === null) return;
    place.current = next;
    virtual.scrollToIndex(next);
    onOpen(row.caseId);
  };
  useShortcut({ keys: "j", label: "Next case", onPress: () => go(1) }, count > 0);
  useShortcut({ keys: "k", label: "Previous case", onPress: () => go(-1) }, count > 0);
  const shown = items.filter((item) => item.index < count);
  const before = shown[0]?.start ?? 0;
  const after = Math.max(0, count * ROW_PX - (shown.at(-1)?.end ?? 0));
  return (
    <div className="overflow-x-auto rounded-md border">
      <div className={cn(COLUMNS, "h-8 border-b bg-surface text-meta text-neutral")} aria-hidden>
        <span>Case</span>
        <span className="text-right">Control</span>
        <span className="text-right">Candidate</span>
        <span className="text-right">Difference</span>
        <span>Result</span>
      </div>
      <ProblemCard error={error} />
      {total === null && error === null ? <SkeletonRows count={6} /> : null}
      {total === 0 ? <p className="px-3 py-2 text-neutral">No case here.</p> : null}
      <section
        ref={scroller}
        aria-label="Cases, worst first"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 min-w-[44rem] overflow-y-auto"
      >
        <div ref={heightRef(before)} aria-hidden />
        <ul aria-label={`${count} cases: case, control's score, candidate's score, difference, result`}>
          {shown.map((item) => {
            const row = rowAt(item.index);
            const open = () => {
              place.current = item.index;
              onOpen(row?.caseId === openCase ? null : (row?.caseId ?? null));
            };
            return (
              <CaseRow
                key={item.key}
                row={row}
                index={item.index}
                isOpen={row !== null && row.caseId === openCase}
                onOpen={open}
              />
            );
          })}
        </ul>
        <div ref={heightRef(after)} aria-hidden />
      </section>
    </div>
  );
}
