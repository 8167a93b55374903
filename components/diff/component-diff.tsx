"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type Change, ChangeWord } from "@/components/diff/change-word.tsx";
import { cn } from "@/components/ui/cn.ts";
import { Spoken } from "@/components/ui/spoken.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";

export type ComponentDiffRow = {
  /** `kind` or `kind/name`: unique in the tuple. */
  key: string;
  kind: string;
  artifact: string;
  /** "support@2.8"; null where this side has none. */
  base: string | null;
  candidate: string | null;
  change: Change;
  /** Opens under the row: a TextDiff (isFlush) or a field table. */
  detail?: ReactNode;
  /** Starts open, where the detail is what the page is about. */
  startsOpen?: boolean;
};

type ComponentDiffProps = {
  rows: readonly ComponentDiffRow[];
  baseLabel?: string;
  candidateLabel?: string;
  label?: string;
};

function Reference({ value }: { value: string | null }) {
  return value === null ? <span className="text-neutral">none</span> : <span className="mono">{value}</span>;
}

function DiffRow({ row, isQuiet }: { row: ComponentDiffRow; isQuiet?: boolean }) {
  const [isOpen, setIsOpen] = useState(row.startsOpen ?? false);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <TableRow className={cn(isQuiet && "text-neutral")}>
        <TableCell className="whitespace-nowrap">
          {row.detail ? (
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => setIsOpen(!isOpen)}
              className="inline-flex items-center gap-1.5 align-middle text-neutral hover:text-fg phone:min-h-11"
            >
              <Chevron aria-hidden className="size-3.5" />
              <Spoken
                seen={row.kind}
                spoken={`${row.kind}, ${row.artifact}: ${isOpen ? "hide" : "show"} what changed`}
              />
            </button>
          ) : (
            <span className="pl-5 text-neutral">{row.kind}</span>
          )}
        </TableCell>
        <TableCell>{row.artifact}</TableCell>
        <TableCell className="whitespace-nowrap">
          <Reference value={row.base} />
        </TableCell>
        <TableCell className="whitespace-nowrap">
          <Reference value={row.candidate} />
        </TableCell>
        <TableCell>
          <ChangeWord change={row.change} />
        </TableCell>
      </TableRow>
      {isOpen ? (
        <tr>
          <td colSpan={5} className="border-hair border-b p-0">
            {row.detail}
          </td>
        </tr>
      ) : null}
    </>
  );
}

function namesOf(rows: readonly ComponentDiffRow[]): string {
  const names = rows.map((row) => `${row.kind} ${row.candidate ?? row.artifact}`);
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

function FoldedRows({ rows }: { rows: readonly ComponentDiffRow[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <tr>
        <td colSpan={5} className="h-(--row) bg-surface px-3">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="inline-flex items-center gap-1.5 align-middle text-left text-meta text-neutral hover:text-fg phone:min-h-11"
          >
            <Chevron aria-hidden className="size-3.5 shrink-0" />
            {`${rows.length} unchanged: ${namesOf(rows)}`}
          </button>
        </td>
      </tr>
      {isOpen ? rows.map((row) => <DiffRow key={row.key} row={row} isQuiet />) : null}
    </>
  );
}

/** ComponentDiff: what a candidate changes, part by part; what is the same folds into one line. */
export function ComponentDiff(props: ComponentDiffProps) {
  const { rows, baseLabel = "Control", candidateLabel = "Candidate", label = "Components" } = props;
  const changed = rows.filter((row) => row.change !== "same");
  const same = rows.filter((row) => row.change === "same");
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <TableHeader className="pl-8">Kind</TableHeader>
          <TableHeader>Artifact</TableHeader>
          <TableHeader>{baseLabel}</TableHeader>
          <TableHeader>{candidateLabel}</TableHeader>
          <TableHeader>Change</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {changed.map((row) => (
          <DiffRow key={row.key} row={row} />
        ))}
        {same.length > 0 ? <FoldedRows rows={same} /> : null}
      </TableBody>
    </Table>
  );
}
