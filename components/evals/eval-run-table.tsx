import Link from "next/link";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { EvalRunRow } from "@/lib/contracts/evals.ts";

type EvalRunTableProps = {
  project: string;
  items: readonly EvalRunRow[];
  selected?: number;
  /** On a release's own page its id would repeat. */
  hasRelease?: boolean;
};

export function formatMeasured(value: number | null, digits: number): string {
  return value === null ? "–" : formatNumber(value, digits);
}

/** EvalRunTable: runs with their numbers; a dash is "not measured", never zero. */
export function EvalRunTable({ project, items, selected = -1, hasRelease = true }: EvalRunTableProps) {
  return (
    <Table label="Eval runs">
      <TableHead>
        <tr>
          <TableHeader>Run</TableHeader>
          {hasRelease ? <TableHeader>Release</TableHeader> : null}
          <TableHeader isNumber>Quality</TableHeader>
          <TableHeader isNumber>Cases</TableHeader>
          <TableHeader isNumber>Errors</TableHeader>
          <TableHeader isNumber>Passed, %</TableHeader>
          <TableHeader isNumber>Tokens, mean</TableHeader>
          <TableHeader isNumber>p95, ms</TableHeader>
          <TableHeader>Sent by</TableHeader>
          <TableHeader isNumber>Sent</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {items.map(({ summary, ...run }, index) => (
          <TableRow key={run.number} isSelected={index === selected}>
            <TableCell className="whitespace-nowrap">
              <Link href={`/${project}/evals/${run.number}`} className="hover:underline">
                {run.number}
              </Link>{" "}
              <span className="text-neutral">{run.format}</span>
            </TableCell>
            {hasRelease ? (
              <TableCell>
                {run.releaseId ? (
                  <>
                    <IdText id={run.releaseId} href={`/${project}/releases/${run.releaseId}`} />
                    {run.unpinnedReasons.length > 0 ? <span className="text-warn"> unpinned</span> : null}
                  </>
                ) : (
                  <RoleBadge role="neutral" glyph="dashed-ring" variant="plain">
                    unpinned
                  </RoleBadge>
                )}
              </TableCell>
            ) : null}
            <TableCell isNumber>{formatNumber(summary.quality, 3)}</TableCell>
            <TableCell isNumber>{formatNumber(summary.caseCount)}</TableCell>
            <TableCell isNumber className={summary.errorCount > 0 ? "text-bad" : undefined}>
              {formatNumber(summary.errorCount)}
            </TableCell>
            <TableCell isNumber>{formatNumber(summary.passRate * 100, 1)}</TableCell>
            <TableCell isNumber>{formatMeasured(summary.tokensMean, 1)}</TableCell>
            <TableCell isNumber>{formatMeasured(summary.latencyP95Ms, 0)}</TableCell>
            <TableCell className="whitespace-nowrap">
              {run.sentByName}
              {run.selfReported ? <span className="text-warn">, self-reported</span> : null}
            </TableCell>
            <TableCell isNumber className="whitespace-nowrap text-neutral">
              <RelativeTime at={run.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
