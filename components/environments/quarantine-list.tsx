"use client";

import { releaseLink } from "@/components/environments/environment-facts.tsx";
import { LiftDialog } from "@/components/environments/lift-dialog.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { quarantineEndpoints } from "@/lib/contracts/environments.ts";

type QuarantineListProps = { project: string; liftRefusal: string | null };

/** QuarantineList: releases of the project that may not be proposed, followed or rolled back to. */
export function QuarantineList({ project, liftRefusal }: QuarantineListProps) {
  const list = useEndpoint(quarantineEndpoints.listQuarantine, { params: { project } }, { refetchMs: 5_000 });
  const rows = (list.data?.items ?? []).filter((row) => row.liftedAt === null);
  return (
    <Section title="Quarantine" meta="of the project: not to be proposed, followed or rolled back to">
      <ProblemCard error={list.error} />
      {rows.length === 0 && !list.error ? (
        <p className="text-neutral">{list.data ? "No release is quarantined." : "Loading"}</p>
      ) : null}
      {rows.length > 0 ? (
        <Table label="Quarantine">
          <TableHead>
            <tr>
              <TableHeader>Release</TableHeader>
              <TableHeader>From</TableHeader>
              <TableHeader>Since</TableHeader>
              <TableHeader>Reason</TableHeader>
              <TableHeader>
                <span className="sr-only">Act</span>
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.releaseId}>
                <TableCell>{releaseLink(project, row.releaseId)}</TableCell>
                <TableCell>{row.environment}</TableCell>
                <TableCell className="whitespace-nowrap">
                  <RelativeTime at={row.since} />
                </TableCell>
                <TableCell>
                  <span title={row.reason} className="block max-w-[48ch] truncate">
                    {row.reason}
                  </span>
                </TableCell>
                <TableCell className="text-right">
                  <LiftDialog project={project} releaseId={row.releaseId} refusal={liftRefusal} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
    </Section>
  );
}
