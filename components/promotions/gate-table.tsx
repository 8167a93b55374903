"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { prepareTerms } from "@/components/promotions/prepare-terms.ts";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { GateTermResponse } from "@/lib/contracts/promotions.ts";

function formatValue(value: number | null): string {
  if (value === null) return "–";
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 4 : 1;
  const text = formatNumber(value, digits);
  return digits === 4 ? text.replace(/(\.\d{2}\d*?)0+$/, "$1") : text;
}

function TermRow({ term }: { term: GateTermResponse }) {
  return (
    <TableRow tone={term.verdict === "fail" ? "bad" : "none"} title={term.sentence}>
      <TableCell className="whitespace-nowrap">{term.label}</TableCell>
      <TableCell className="min-w-56">
        {term.arithmetic ? (
          <span className="mono whitespace-nowrap">{term.arithmetic.replaceAll(" - ", " \u2212 ")}</span>
        ) : (
          <span className="text-neutral">{term.sentence}</span>
        )}
      </TableCell>
      <TableCell isNumber>{formatValue(term.control)}</TableCell>
      <TableCell isNumber>{formatValue(term.candidate)}</TableCell>
      <TableCell>{term.limit}</TableCell>
      <TableCell>
        <StatusBadge family="verdict" state={term.verdict} variant="plain" title={term.sentence} />
      </TableCell>
    </TableRow>
  );
}

function FastRow({ term }: { term: GateTermResponse }) {
  return (
    <tr>
      <TableCell className="whitespace-nowrap">{term.label}</TableCell>
      <TableCell colSpan={4} className="text-neutral">
        {term.sentence}
      </TableCell>
      <TableCell>
        <StatusBadge family="verdict" state={term.verdict} variant="plain" />
      </TableCell>
    </tr>
  );
}

type GateTableProps = { terms: readonly GateTermResponse[]; fastChecks: readonly GateTermResponse[] };

/** GateTable: each term with its arithmetic, failures first; the fast checks fold while they all pass. */
export function GateTable({ terms, fastChecks }: GateTableProps) {
  const { shown, folded, foldedWords } = prepareTerms(terms, fastChecks);
  const [isOpen, setIsOpen] = useState(false);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <Table label="Gates">
      <TableHead>
        <tr>
          <TableHeader>Term</TableHeader>
          <TableHeader>Arithmetic</TableHeader>
          <TableHeader isNumber>Control</TableHeader>
          <TableHeader isNumber>Candidate</TableHeader>
          <TableHeader>Limit</TableHeader>
          <TableHeader>Verdict</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {shown.map(({ term, isFast }) => {
          const key = `${term.id} ${term.limit}`;
          return isFast ? <FastRow key={key} term={term} /> : <TermRow key={key} term={term} />;
        })}
        {folded.length > 0 ? (
          <tr>
            <td colSpan={6} className="h-(--row) bg-surface px-3">
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => setIsOpen(!isOpen)}
                className="inline-flex items-center gap-1.5 text-left text-meta text-neutral hover:text-fg phone:min-h-11"
              >
                <Chevron aria-hidden className="size-3.5 shrink-0" />
                {foldedWords}
              </button>
            </td>
          </tr>
        ) : null}
        {isOpen ? folded.map((term) => <FastRow key={term.id} term={term} />) : null}
      </TableBody>
    </Table>
  );
}
