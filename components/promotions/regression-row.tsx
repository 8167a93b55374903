"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { resultWords } from "@/components/comparison/result-words.ts";
import { RegressionDetail } from "@/components/promotions/regression-detail.tsx";
import { formatNumber, formatSigned } from "@/components/ui/format-number.ts";
import { TableCell, TableRow } from "@/components/ui/table.tsx";
import type { ComparedCaseRow } from "@/lib/contracts/comparisons.ts";

/** Two eval runs of a project, by their numbers. */
export type RunPair = { project: string; control: number; candidate: number };

type RegressionRowProps = {
  row: ComparedCaseRow;
  pair: RunPair;
  isOpen: boolean;
  onToggle: () => void;
};

/** RegressionRow: one case that got worse; it opens in place. */
export function RegressionRow({ row, pair, isOpen, onToggle }: RegressionRowProps) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // j and k reach rows that are out of sight.
    if (isOpen) button.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <>
      <TableRow isSelected={isOpen}>
        <TableCell className="max-w-[40ch]">
          <button
            ref={button}
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            title={row.caseId}
            className="inline-flex max-w-full items-center gap-1.5 text-left phone:min-h-11"
          >
            <Chevron aria-hidden className="size-3.5 shrink-0 text-neutral" />
            <span className="truncate">{row.caseId}</span>
          </button>
        </TableCell>
        <TableCell isNumber className="whitespace-nowrap">
          {`${formatNumber(row.control.score, 3)} → ${formatNumber(row.candidate.score, 3)}`}
        </TableCell>
        <TableCell isNumber>{formatSigned(row.difference, 3)}</TableCell>
        <TableCell className="whitespace-nowrap">{resultWords(row)}</TableCell>
      </TableRow>
      {isOpen ? (
        <tr>
          <td colSpan={4} className="border-hair border-b p-0">
            <RegressionDetail {...pair} caseId={row.caseId} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
