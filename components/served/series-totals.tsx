import { LineSwatch } from "@/components/served/line-swatch.tsx";
import { formatRate, totalOf } from "@/components/served/series-words.ts";
import type { LineSeries } from "@/components/served/use-series.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";

type SeriesTotalsProps = { project: string; lines: readonly LineSeries[] };

/** SeriesTotals: what each line of the charts is, and its exact counts over the whole time. */
export function SeriesTotals({ project, lines }: SeriesTotalsProps) {
  return (
    <Table label="Lines of the charts" wrapperClassName="wide:max-w-3xl">
      <TableHead>
        <tr>
          <TableHeader>Line</TableHeader>
          <TableHeader isNumber>Calls</TableHeader>
          <TableHeader isNumber>Failed</TableHeader>
          <TableHeader isNumber>Share failed</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {lines.map(({ line, series }) => {
          const { callCount, errorCount, errorRate } = totalOf(series.points);
          const { release } = line.asks;
          return (
            <TableRow key={line.key}>
              <TableCell>
                <span className="flex items-center gap-2 whitespace-nowrap">
                  <LineSwatch look={line.look} />
                  {release ? <IdText id={release} href={`/${project}/releases/${release}`} /> : line.words}
                  {release && (line.look === "control" || line.look === "candidate") ? (
                    <span className="text-neutral">{line.look}</span>
                  ) : null}
                </span>
              </TableCell>
              <TableCell isNumber>{callCount === 0 ? "no data" : formatNumber(callCount)}</TableCell>
              <TableCell isNumber>{callCount === 0 ? "" : formatNumber(errorCount)}</TableCell>
              <TableCell isNumber>{errorRate === null ? "" : formatRate(errorRate)}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
