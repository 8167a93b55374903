import { releaseLink } from "@/components/environments/environment-facts.tsx";
import { servedBy } from "@/components/environments/served.ts";
import { formatShareBp } from "@/components/ui/format-number.ts";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

type AllocationTableProps = { project: string; history: EnvironmentDetail["history"] };

/** AllocationTable: what gateways were told, newest first. */
export function AllocationTable({ project, history }: AllocationTableProps) {
  return (
    <Table label="Allocations">
      <TableHead>
        <tr>
          <TableHeader isNumber>Version</TableHeader>
          <TableHeader>Served</TableHeader>
          <TableHeader>Candidate</TableHeader>
          <TableHeader isNumber>Candidate share</TableHeader>
          <TableHeader>Cause</TableHeader>
          <TableHeader>Since</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {history.map((row) => {
          const served = servedBy(row);
          return (
            <TableRow key={row.version}>
              <TableCell isNumber>{row.version}</TableCell>
              <TableCell>{served ? releaseLink(project, served) : "nothing"}</TableCell>
              <TableCell>
                {row.candidate ? (
                  releaseLink(project, row.candidate)
                ) : (
                  <span className="text-neutral">none</span>
                )}
              </TableCell>
              <TableCell isNumber>{formatShareBp(row.candidate ? row.shareBp : 0)}</TableCell>
              <TableCell>{row.cause.replaceAll("_", " ")}</TableCell>
              <TableCell className="whitespace-nowrap">
                <AbsoluteTime at={row.since} />
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
