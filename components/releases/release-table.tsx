import Link from "next/link";
import { GateMarkBadges } from "@/components/releases/gate-mark-badges.tsx";
import { ReleaseEnvironments } from "@/components/releases/release-environments.tsx";
import { splitChange } from "@/components/releases/split-change.ts";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ReleaseSummary } from "@/lib/contracts/releases.ts";

type ReleaseTableProps = { project: string; items: readonly ReleaseSummary[]; selected: number };

function whatChanged(release: ReleaseSummary): string {
  return release.changes.length > 0
    ? release.changes.join(", ")
    : `first release, ${release.partCount} parts`;
}

function Change({ change }: { change: string }) {
  const { lead, moved } = splitChange(change);
  return (
    <>
      {lead}
      {moved === "" ? null : <strong className="font-semibold">{moved}</strong>}
    </>
  );
}

/** Names stay quiet and what moved is bold: `feature_view releases@4 → releases@5`. */
function Changes({ release }: { release: ReleaseSummary }) {
  const text = whatChanged(release);
  if (release.changes.length === 0) return <span className="text-neutral">{text}</span>;
  return (
    <span title={text} className="block truncate">
      {release.changes.map((change, index) => (
        <span key={change}>
          {index > 0 ? ", " : ""}
          <Change change={change} />
        </span>
      ))}
    </span>
  );
}

function PromotionLinks({ project, numbers }: { project: string; numbers: readonly number[] }) {
  return (
    <span className="inline-flex gap-2">
      {numbers.map((number) => (
        <Link key={number} href={`/${project}/promotions/${number}`} className="hover:underline">
          {number}
          <span className="sr-only"> (promotion)</span>
        </Link>
      ))}
    </span>
  );
}

/** ReleaseTable: plain rows; what changed in words carries them. */
export function ReleaseTable({ project, items, selected }: ReleaseTableProps) {
  return (
    <Table label="Releases">
      <TableHead>
        <tr>
          <TableHeader>Release</TableHeader>
          <TableHeader>What changed</TableHeader>
          <TableHeader>Gates</TableHeader>
          <TableHeader>Environments</TableHeader>
          <TableHeader>Promotions</TableHeader>
          <TableHeader isNumber>Eval runs</TableHeader>
          <TableHeader>Composed by</TableHeader>
          <TableHeader isNumber>Age</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {items.map((release, index) => (
          <TableRow key={release.id} isSelected={index === selected}>
            <TableCell>
              <span className="inline-flex items-center gap-2">
                <IdText id={release.id} href={`/${project}/releases/${release.id}`} />
                {release.isQuarantined ? (
                  <StatusBadge family="release" state="quarantined" variant="plain" />
                ) : null}
              </span>
            </TableCell>
            <TableCell className="max-w-80 wide:w-full wide:max-w-0">
              <Changes release={release} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <GateMarkBadges marks={release.gates} />
            </TableCell>
            <TableCell>
              <ReleaseEnvironments environments={release.environments} />
            </TableCell>
            <TableCell>
              <PromotionLinks project={project} numbers={release.promotionNumbers} />
            </TableCell>
            <TableCell isNumber>{release.evalRunCount}</TableCell>
            <TableCell className="whitespace-nowrap">{release.createdByName}</TableCell>
            <TableCell isNumber className="whitespace-nowrap text-neutral">
              <RelativeTime at={release.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
