import Link from "next/link";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { PromotionSummary } from "@/lib/contracts/promotions.ts";

type PromotionTableProps = {
  project: string;
  items: readonly PromotionSummary[];
  selected?: number;
  /** On a release's own page its id would repeat. */
  hasRelease?: boolean;
};

/** PromotionTable: one line a promotion. */
export function PromotionTable({ project, items, selected = -1, hasRelease = true }: PromotionTableProps) {
  return (
    <Table label="Promotions">
      <TableHead>
        <tr>
          <TableHeader>Promotion</TableHeader>
          <TableHeader>State</TableHeader>
          {hasRelease ? <TableHeader>Release</TableHeader> : null}
          <TableHeader>Environment</TableHeader>
          <TableHeader>Base</TableHeader>
          <TableHeader>Author</TableHeader>
          <TableHeader>Pull request</TableHeader>
          <TableHeader isNumber>Opened</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {items.map((row, index) => (
          <TableRow key={row.number} isSelected={index === selected}>
            <TableCell className="max-w-[40ch]">
              <Link
                href={`/${project}/promotions/${row.number}`}
                title={row.title}
                className="block truncate hover:underline"
              >
                <span className="text-neutral">{row.number}</span> {row.title}
              </Link>
            </TableCell>
            <TableCell>
              <StatusBadge family="promotion" state={row.state} variant="plain" />
            </TableCell>
            {hasRelease ? (
              <TableCell>
                <IdText id={row.releaseId} href={`/${project}/releases/${row.releaseId}`} />
              </TableCell>
            ) : null}
            <TableCell>{row.environment}</TableCell>
            <TableCell>
              {row.baseReleaseId ? (
                <IdText id={row.baseReleaseId} href={`/${project}/releases/${row.baseReleaseId}`} />
              ) : (
                <span className="text-neutral">none</span>
              )}
            </TableCell>
            <TableCell className="whitespace-nowrap">{row.authorName}</TableCell>
            <TableCell>
              {row.pullNumber === null ? (
                <span className="text-neutral">{row.isPullPending ? "pending" : "none"}</span>
              ) : (
                `#${row.pullNumber}`
              )}
            </TableCell>
            <TableCell isNumber className="whitespace-nowrap text-neutral">
              <RelativeTime at={row.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
