"use client";

import { lineKey, usePromptView } from "@/components/prompts/prompt-view.ts";
import { RoleBadge, StatusBadge } from "@/components/status/status-badge.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { LintRow } from "@/lib/contracts/prompts.ts";

function Verdict({ verdict }: { verdict: LintRow["verdict"] }) {
  if (verdict === "review") {
    return (
      <RoleBadge role="warn" variant="plain">
        review
      </RoleBadge>
    );
  }
  return <StatusBadge family="verdict" state={verdict} variant="plain" />;
}

function LineLink({ row }: { row: LintRow }) {
  const [, setView] = usePromptView();
  const { path, line } = row;
  if (line === null || path === null) return <span className="text-neutral">–</span>;
  return (
    <button
      type="button"
      title={`${path}, line ${line}`}
      aria-label={`Show line ${line} of ${path}`}
      className="text-active hover:underline"
      onClick={() => setView({ tab: "text", line: lineKey(path, line) })}
    >
      {line}
    </button>
  );
}

/** PromptLint: what the fast gate sees in this text without a model; a line leads to its place. */
export function PromptLint({ rows }: { rows: readonly LintRow[] }) {
  const open = rows.filter(({ verdict }) => verdict === "fail" || verdict === "review").length;
  return (
    <Section title="Lint" meta={`${open === 0 ? "nothing to look at" : `${open} to look at`}, 0 model calls`}>
      <Table label="Lint">
        <TableHead>
          <tr>
            <TableHeader>Result</TableHeader>
            <TableHeader isNumber>Line</TableHeader>
            <TableHeader>Finding</TableHeader>
            <TableHeader>Rule</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow
              key={`${row.code} ${row.path} ${row.line} ${row.message}`}
              tone={row.verdict === "fail" ? "bad" : "none"}
            >
              <TableCell className="whitespace-nowrap">
                <Verdict verdict={row.verdict} />
              </TableCell>
              <TableCell isNumber>
                <LineLink row={row} />
              </TableCell>
              <TableCell className="min-w-64">{row.message}</TableCell>
              <TableCell className="whitespace-nowrap text-neutral">
                <span className="mono">{row.code}</span>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}
