"use client";

import { releaseLink } from "@/components/environments/environment-facts.tsx";
import { type Standing, standingOf } from "@/components/served/served-lines.ts";
import { Glyph } from "@/components/status/glyph.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { formatUtcClock, toDate } from "@/components/ui/format-time.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { AllocationThen, ObservedThen } from "@/lib/contracts/traffic.ts";

type ObservedTableProps = {
  project: string;
  observed: readonly ObservedThen[];
  allocation: AllocationThen | null;
  onRegion: (region: string) => void;
};

const STANDINGS: Record<Standing, { words: string; isOff: boolean }> = {
  control: { words: "as told, control", isOff: false },
  candidate: { words: "as told, candidate", isOff: false },
  shadow: { words: "shadow, seen by nobody", isOff: false },
  other: { words: "not of this allocation", isOff: true },
  unattributed: { words: "names no release", isOff: true },
};

function clock(at: string): string {
  const date = toDate(at);
  return date === null ? "" : formatUtcClock(date, { hasSeconds: true });
}

function Told({ standing }: { standing: Standing }) {
  const { words, isOff } = STANDINGS[standing];
  if (!isOff) return <span className="text-neutral">{words}</span>;
  return (
    <span className="flex items-center gap-1.5 text-warn">
      <Glyph name="triangle" className="size-3.5 shrink-0" />
      {words}
    </span>
  );
}

/** ObservedTable: what gateways reported around the moment, and whether that is what they were told. */
export function ObservedTable({ project, observed, allocation, onRegion }: ObservedTableProps) {
  return (
    <Table label="Calls around the moment">
      <TableHead>
        <tr>
          <TableHeader>Release</TableHeader>
          <TableHeader>Arm</TableHeader>
          <TableHeader>Region</TableHeader>
          <TableHeader isNumber>Calls</TableHeader>
          <TableHeader>First, UTC</TableHeader>
          <TableHeader>Last, UTC</TableHeader>
          <TableHeader>Against what was told</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {observed.map((row) => {
          const { releaseId, arm, region } = row;
          return (
            <TableRow key={`${releaseId} ${arm} ${region}`}>
              <TableCell>
                {releaseId ? (
                  releaseLink(project, releaseId)
                ) : (
                  <span className="text-warn">unattributed</span>
                )}
              </TableCell>
              <TableCell>{arm ?? <span className="text-neutral">not told</span>}</TableCell>
              <TableCell>
                {region === null ? (
                  <span className="text-neutral">not told</span>
                ) : (
                  <button
                    type="button"
                    className="whitespace-nowrap underline"
                    aria-label={`Show ${region} only`}
                    onClick={() => onRegion(region)}
                  >
                    {region}
                  </button>
                )}
              </TableCell>
              <TableCell isNumber>{formatNumber(row.callCount)}</TableCell>
              <TableCell>{clock(row.firstAt)}</TableCell>
              <TableCell>{clock(row.lastAt)}</TableCell>
              <TableCell className="whitespace-nowrap">
                <Told standing={standingOf(row, allocation)} />
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
