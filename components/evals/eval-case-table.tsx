"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { formatMeasured } from "@/components/evals/eval-run-table.tsx";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { EvalCaseRow } from "@/lib/contracts/evals.ts";

function CaseDetail({ row }: { row: EvalCaseRow }) {
  return (
    <dl className="grid gap-3 bg-surface px-4 py-3 md:grid-cols-2">
      <div className="min-w-0">
        <dt className="text-meta text-neutral">Output</dt>
        <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {row.output ?? <span className="text-neutral">not reported</span>}
        </dd>
      </div>
      <div className="min-w-0">
        <dt className="text-meta text-neutral">Reason of the judge</dt>
        <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {row.reason ?? <span className="text-neutral">not reported</span>}
        </dd>
      </div>
    </dl>
  );
}

function CaseRow({ row }: { row: EvalCaseRow }) {
  const [isOpen, setIsOpen] = useState(false);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <TableRow tone={row.passed ? "none" : "bad"}>
        <TableCell className="max-w-[48ch]">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="flex w-full items-center gap-1.5 text-left phone:min-h-11"
          >
            <Chevron aria-hidden className="size-3.5 shrink-0 text-neutral" />
            <span className="truncate" title={row.caseId}>
              {row.caseId}
            </span>
          </button>
        </TableCell>
        <TableCell isNumber>{formatMeasured(row.score, 3)}</TableCell>
        <TableCell isNumber>{formatMeasured(row.totalTokens, 0)}</TableCell>
        <TableCell isNumber className="whitespace-nowrap">
          {row.isCached ? <span className="text-neutral">cached</span> : formatMeasured(row.latencyMs, 0)}
        </TableCell>
        <TableCell isNumber>{formatMeasured(row.costUsd, 5)}</TableCell>
        <TableCell>
          <StatusBadge family="verdict" state={row.passed ? "pass" : "fail"} variant="plain" />
        </TableCell>
      </TableRow>
      {isOpen ? (
        <tr>
          <td colSpan={6} className="border-hair border-b p-0">
            <CaseDetail row={row} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** EvalCaseTable: the cases, worst first; each opens to its answer and the judge's reason. */
export function EvalCaseTable({ cases }: { cases: readonly EvalCaseRow[] }) {
  const rows = cases.map((row, index) => ({ row, id: `${row.caseId} ${index}` }));
  return (
    <Table label="Cases">
      <TableHead>
        <tr>
          <TableHeader>Case</TableHeader>
          <TableHeader isNumber>Score</TableHeader>
          <TableHeader isNumber>Tokens</TableHeader>
          <TableHeader isNumber>Latency, ms</TableHeader>
          <TableHeader isNumber>Cost, $</TableHeader>
          <TableHeader>Result</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map(({ row, id }) => (
          <CaseRow key={id} row={row} />
        ))}
      </TableBody>
    </Table>
  );
}
