import { formatShareBp } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { RolloutDetail } from "@/lib/contracts/rollouts.ts";

type ShareHistoryProps = { project: string; history: RolloutDetail["history"] };

/** ShareHistory: what gateways were told because of this rollout, newest first. */
export function ShareHistory({ project, history }: ShareHistoryProps) {
  return (
    <Table label="Shares">
      <TableHead>
        <tr>
          <TableHeader isNumber>Allocation</TableHeader>
          <TableHeader isNumber>Candidate share</TableHeader>
          <TableHeader>Control</TableHeader>
          <TableHeader>Since</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {history.map((row) => (
          <TableRow key={row.version}>
            <TableCell isNumber>{row.version}</TableCell>
            <TableCell isNumber>{formatShareBp(row.shareBp)}</TableCell>
            <TableCell>
              {row.control === null ? (
                <span className="text-neutral">none</span>
              ) : (
                <IdText id={row.control} href={`/${project}/releases/${row.control}`} />
              )}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <AbsoluteTime at={row.since} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
