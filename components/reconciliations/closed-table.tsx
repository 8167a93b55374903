"use client";

import { releaseLink } from "@/components/environments/environment-facts.tsx";
import { PostReviewDialog } from "@/components/reconciliations/post-review-dialog.tsx";
import type { ReconciliationViewer } from "@/components/reconciliations/reconciliation-viewer.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";

type ClosedTableProps = {
  project: string;
  rows: readonly ReconciliationRow[];
  viewer: Pick<ReconciliationViewer, "id" | "review">;
};

function howWords(row: ReconciliationRow): string {
  if (row.outcome === "merged" && row.pullNumber !== null) return `pull request #${row.pullNumber}`;
  return "git agreed by itself";
}

function Afterwards({ project, row, viewer }: { row: ReconciliationRow } & Omit<ClosedTableProps, "rows">) {
  const { postReview } = row;
  if (postReview === null) return <span className="text-neutral">nobody has to</span>;
  if (postReview.reviewedAt !== null) {
    return (
      <span title={postReview.comment ?? undefined}>
        {postReview.reviewedByName} <RelativeTime at={postReview.reviewedAt} />
      </span>
    );
  }
  const isOwn = row.ownerId === viewer.id;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-warn">
        due <RelativeTime at={postReview.dueAt} />
      </span>
      <PostReviewDialog
        project={project}
        number={row.number}
        refusal={viewer.review ?? (isOwn ? "You acted here: someone else has to." : null)}
      />
    </div>
  );
}

/** ClosedTable: what was reconciled, by what, and whether somebody looked at it afterwards. */
export function ClosedTable({ project, rows, viewer }: ClosedTableProps) {
  return (
    <Table label="Closed reconciliations">
      <TableHead>
        <tr>
          <TableHeader>No.</TableHeader>
          <TableHeader>Environment</TableHeader>
          <TableHeader>Kind</TableHeader>
          <TableHeader>Served</TableHeader>
          <TableHeader>Closed</TableHeader>
          <TableHeader>Owner</TableHeader>
          <TableHeader>Reviewed afterwards</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.number}>
            <TableCell>{row.number}</TableCell>
            <TableCell>{row.environment}</TableCell>
            <TableCell>{row.kind.replaceAll("_", " ")}</TableCell>
            <TableCell>
              {row.servedReleaseId ? releaseLink(project, row.servedReleaseId) : <span>nothing</span>}
            </TableCell>
            <TableCell>
              {row.closedAt ? <RelativeTime at={row.closedAt} /> : null}{" "}
              <span className="text-neutral">{howWords(row)}</span>
            </TableCell>
            <TableCell>{row.ownerName}</TableCell>
            <TableCell>
              <Afterwards project={project} row={row} viewer={viewer} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
