import Link from "next/link";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { PromotionDetail } from "@/lib/contracts/promotions.ts";

type Evidence = PromotionDetail["gate"]["evidence"];
type Unpinned = PromotionDetail["gate"]["unpinned"];
type EvidenceTableProps = { project: string; evidence: Evidence; unpinned: Unpinned };

/** EvidenceTable: which eval runs the gates consumed, who sent them, and which newer ones satisfy no gate. */
export function EvidenceTable({ project, evidence, unpinned }: EvidenceTableProps) {
  if (evidence.length === 0 && unpinned.length === 0) {
    return (
      <p className="rounded-md border px-4 py-3 text-neutral">
        No eval run yet. Upload a result file on the release's page; the gates judge it at once.
      </p>
    );
  }
  return <EvidenceRows project={project} evidence={evidence} unpinned={unpinned} />;
}

function UnpinnedRow({ project, run }: { project: string; run: Unpinned[number] }) {
  return (
    <TableRow tone="warn">
      <TableCell>
        <Link href={`/${project}/evals/${run.number}`} className="hover:underline">
          Run {run.number}
        </Link>
      </TableCell>
      <TableCell>{run.role}</TableCell>
      <TableCell colSpan={4}>{`unpinned: ${run.reasons.join(", ")}; satisfies no gate`}</TableCell>
    </TableRow>
  );
}

function EvidenceRows({ project, evidence, unpinned }: EvidenceTableProps) {
  return (
    <Table label="Evidence">
      <TableHead>
        <tr>
          <TableHeader>Eval run</TableHeader>
          <TableHeader>Of</TableHeader>
          <TableHeader>Sent by</TableHeader>
          <TableHeader>Measured by</TableHeader>
          <TableHeader>Origin</TableHeader>
          <TableHeader isNumber>Sent</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {evidence.map((run) => (
          <TableRow key={`${run.role} ${run.number}`}>
            <TableCell>
              <Link href={`/${project}/evals/${run.number}`} className="hover:underline">
                Run {run.number}
              </Link>
            </TableCell>
            <TableCell>{run.role}</TableCell>
            <TableCell className="whitespace-nowrap">{run.sentByName}</TableCell>
            <TableCell className="whitespace-nowrap">
              {run.origin === "runner" ? "Tupelo's runner" : run.tool || "an uploaded file"}
              {run.underReleaseId === null ? null : (
                <span className="text-neutral">
                  , with the instruments of <span className="mono">{run.underReleaseId}</span>
                </span>
              )}
            </TableCell>
            <TableCell>
              {run.selfReported ? (
                <RoleBadge role="warn" variant="plain">
                  self-reported by an author
                </RoleBadge>
              ) : (
                <span className="text-neutral">independent</span>
              )}
            </TableCell>
            <TableCell isNumber className="whitespace-nowrap text-neutral">
              <RelativeTime at={run.createdAt} />
            </TableCell>
          </TableRow>
        ))}
        {unpinned.map((run) => (
          <UnpinnedRow key={run.number} project={project} run={run} />
        ))}
      </TableBody>
    </Table>
  );
}
