import Link from "next/link";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { formatShareBp } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { RolloutRow } from "@/lib/contracts/rollouts.ts";

type RolloutTableProps = { project: string; items: readonly RolloutRow[]; selected: number };

/** RolloutTable: one line a rollout. */
export function RolloutTable({ project, items, selected }: RolloutTableProps) {
  return (
    <Table label="Rollouts">
      <TableHead>
        <tr>
          <TableHeader isNumber>Rollout</TableHeader>
          <TableHeader>State</TableHeader>
          <TableHeader>Candidate</TableHeader>
          <TableHeader>Control</TableHeader>
          <TableHeader>Environment</TableHeader>
          <TableHeader>Steps</TableHeader>
          <TableHeader isNumber>Promotion</TableHeader>
          <TableHeader isNumber>Merged</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {items.map((row, index) => (
          <TableRow key={row.number} isSelected={index === selected}>
            <TableCell isNumber>
              <Link href={`/${project}/rollouts/${row.number}`} className="text-active underline">
                {row.number}
              </Link>
            </TableCell>
            <TableCell>
              <StatusBadge family="rollout" state={row.state} variant="plain" />
            </TableCell>
            <TableCell>
              <IdText id={row.candidateReleaseId} href={`/${project}/releases/${row.candidateReleaseId}`} />
            </TableCell>
            <TableCell>
              {row.controlReleaseId === null ? (
                <span className="text-neutral">none</span>
              ) : (
                <IdText id={row.controlReleaseId} href={`/${project}/releases/${row.controlReleaseId}`} />
              )}
            </TableCell>
            <TableCell>{row.environment}</TableCell>
            <TableCell className="whitespace-nowrap">{row.stepsBp.map(formatShareBp).join(", ")}</TableCell>
            <TableCell isNumber>
              <Link href={`/${project}/promotions/${row.promotionNumber}`} className="hover:underline">
                {row.promotionNumber}
              </Link>
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
