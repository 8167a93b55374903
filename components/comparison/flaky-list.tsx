import { formatNumber } from "@/components/ui/format-number.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ComparableRuns } from "@/lib/contracts/comparisons.ts";

type Count = ComparableRuns["flaky"][number]["control"];

function countText(count: Count): string {
  return count === null
    ? "always the same"
    : `${count.passedCount} of ${formatNumber(count.measuredCount)} passed`;
}

/** FlakyList: cases that passed and failed under equal conditions, with the counts that show it. */
export function FlakyList({ flaky }: { flaky: ComparableRuns["flaky"] }) {
  return (
    <Table label="Flaky cases">
      <TableHead>
        <tr>
          <TableHeader>Case</TableHeader>
          <TableHeader>Control's release</TableHeader>
          <TableHeader>Candidate</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {flaky.map((row) => (
          <TableRow key={row.caseId}>
            <TableCell className="max-w-[48ch] truncate" title={row.caseId}>
              {row.caseId}
            </TableCell>
            <TableCell>{countText(row.control)}</TableCell>
            <TableCell>{countText(row.candidate)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
