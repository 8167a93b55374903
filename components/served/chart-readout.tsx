import type { ChartRow } from "@/components/served/chart-rows.ts";
import { LineSwatch } from "@/components/served/line-swatch.tsx";
import type { SeriesFigure } from "@/components/served/series-words.ts";
import type { LineSeries } from "@/components/served/use-series.ts";
import { formatUtc } from "@/components/ui/format-time.ts";
import { OVERLAY } from "@/components/ui/overlay-classes.ts";

type ChartReadoutProps = {
  lines: readonly LineSeries[];
  rows: readonly ChartRow[];
  figure: SeriesFigure;
  atMs: number;
};

/** ChartReadout: what the lines are at the time under the pointer. */
export function ChartReadout({ lines, rows, figure, atMs }: ChartReadoutProps) {
  const row = rows.find((one) => one.atMs === atMs);
  return (
    <div className={`flex flex-col gap-1 px-2 py-1 text-meta ${OVERLAY}`}>
      <span className="text-neutral">{formatUtc(new Date(atMs))}</span>
      {lines.map(({ line }) => {
        const value = row?.[line.key] ?? null;
        if (value === null) return null;
        return (
          <span key={line.key} className="inline-flex items-center gap-2">
            <LineSwatch look={line.look} />
            {line.words}
            <span className="ml-auto pl-3">{figure.write(value)}</span>
          </span>
        );
      })}
    </div>
  );
}
