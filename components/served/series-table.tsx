"use client";

import { useState } from "react";
import { SERIES_FIGURES } from "@/components/served/series-words.ts";
import type { LineSeries } from "@/components/served/use-series.ts";
import { Button } from "@/components/ui/button.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";

type SeriesTableProps = { lines: readonly LineSeries[]; tier: "minute" | "hour" };

const ROWS = 100;

/** SeriesTable: every value that the charts draw, newest first; times without a call are not there. */
export function SeriesTable({ lines, tier }: SeriesTableProps) {
  const [shown, setShown] = useState(ROWS);
  const rows = lines
    .flatMap(({ line, series }) => series.points.map((point) => ({ line, point })))
    .sort((one, other) => other.point.at.localeCompare(one.point.at));
  return (
    <div className="flex flex-col gap-2">
      <Table label="Values of the charts">
        <TableHead>
          <tr>
            <TableHeader>{tier === "minute" ? "Minute" : "Hour"}</TableHeader>
            <TableHeader>Line</TableHeader>
            <TableHeader isNumber>Calls</TableHeader>
            <TableHeader isNumber>Failed</TableHeader>
            {SERIES_FIGURES.slice(1).map((figure) => (
              <TableHeader key={figure.key} isNumber>
                {figure.title(tier)}
              </TableHeader>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {rows.slice(0, shown).map(({ line, point }) => (
            <TableRow key={`${point.at} ${line.key}`}>
              <TableCell className="whitespace-nowrap">
                <AbsoluteTime at={point.at} hasSeconds={false} />
              </TableCell>
              <TableCell className={line.asks.release ? "mono" : undefined}>{line.words}</TableCell>
              <TableCell isNumber>{formatNumber(point.valueCount)}</TableCell>
              <TableCell isNumber>{formatNumber(point.errorCount)}</TableCell>
              {SERIES_FIGURES.slice(1).map((figure) => {
                const value = figure.valueOf(point);
                return (
                  <TableCell key={figure.key} isNumber>
                    {value === null ? <span className="text-neutral">no data</span> : figure.write(value)}
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {rows.length > shown ? (
        <p className="flex flex-wrap items-center gap-2 text-meta text-neutral">
          {formatNumber(shown)} of {formatNumber(rows.length)} rows
          <Button onClick={() => setShown(shown + ROWS)}>Show {ROWS} more</Button>
        </p>
      ) : null}
    </div>
  );
}
