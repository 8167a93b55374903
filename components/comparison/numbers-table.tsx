import { evidenceWord, intervalText } from "@/components/comparison/difference-text.ts";
import { formatNumber, formatSigned } from "@/components/ui/format-number.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { PairNumbersResponse } from "@/lib/contracts/comparisons.ts";

const METRICS = [
  { field: "score", label: "Score, mean", digits: 3, scale: 1 },
  { field: "passRate", label: "Passed, %", digits: 1, scale: 100 },
  { field: "tokens", label: "Tokens", digits: 1, scale: 1 },
  { field: "latencyMs", label: "Latency, ms", digits: 0, scale: 1 },
  { field: "costUsd", label: "Cost, $", digits: 5, scale: 1 },
] as const;

type Row = NonNullable<PairNumbersResponse["score"]> | NonNullable<PairNumbersResponse["tokens"]>;

function relativeOf(row: Row): string {
  if (!("relative" in row) || row.relative === null) return "";
  const { change, interval } = row.relative;
  const range = interval === null ? "" : ` (${intervalText(interval, 1, 100)})`;
  return `${formatSigned(change * 100, 1)} %${range}`;
}

/** NumbersTable: each metric over the same cases, with its 95 % interval; a metric that was not measured on both sides says so. */
export function NumbersTable({ numbers, label }: { numbers: PairNumbersResponse; label: string }) {
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <TableHeader>Metric</TableHeader>
          <TableHeader isNumber>Control</TableHeader>
          <TableHeader isNumber>Candidate</TableHeader>
          <TableHeader isNumber>Difference</TableHeader>
          <TableHeader isNumber>95 % interval</TableHeader>
          <TableHeader isNumber>Change, with its interval</TableHeader>
          <TableHeader isNumber>Cases</TableHeader>
          <TableHeader>Evidence</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {METRICS.map(({ field, label: name, digits, scale }) => {
          const row = numbers[field];
          if (row === null) {
            return (
              <TableRow key={field}>
                <TableCell>{name}</TableCell>
                <TableCell colSpan={7} className="text-neutral">
                  not measured on both sides
                </TableCell>
              </TableRow>
            );
          }
          return (
            <TableRow key={field}>
              <TableCell>{name}</TableCell>
              <TableCell isNumber>{formatNumber(row.control * scale, digits)}</TableCell>
              <TableCell isNumber>{formatNumber(row.candidate * scale, digits)}</TableCell>
              <TableCell isNumber className="font-semibold">
                {formatSigned(row.difference * scale, digits)}
              </TableCell>
              <TableCell isNumber className="whitespace-nowrap">
                {intervalText(row.interval, digits, scale)}
              </TableCell>
              <TableCell isNumber className="whitespace-nowrap">
                {relativeOf(row)}
              </TableCell>
              <TableCell isNumber>{formatNumber(row.n)}</TableCell>
              <TableCell className="whitespace-nowrap">{evidenceWord(row.interval)}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
