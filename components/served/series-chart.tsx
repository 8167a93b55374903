"use client";

import { useMemo } from "react";
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { ChartReadout } from "@/components/served/chart-readout.tsx";
import { type ChartPoint, chartRows } from "@/components/served/chart-rows.ts";
import { niceMax, timeTicks } from "@/components/served/chart-scale.ts";
import { STEP_MS } from "@/components/served/moment.ts";
import { type SeriesFigure, toChartPoints, totalOf } from "@/components/served/series-words.ts";
import { LINE_LOOKS } from "@/components/served/served-lines.ts";
import type { LineSeries } from "@/components/served/use-series.ts";
import { formatUtc, formatUtcClock } from "@/components/ui/format-time.ts";

/** What all charts of the page mark: the moment, and the time in which its allocation was in force. */
export type ChartMarks = { momentMs: number | null; inForce: { fromMs: number; toMs: number } | null };

export type SeriesChartProps = {
  figure: SeriesFigure;
  lines: readonly LineSeries[];
  span: { fromMs: number; toMs: number };
  tier: "minute" | "hour";
  marks: ChartMarks;
};

const HEIGHT = 140;
const DAY_MS = 86_400_000;
const TICK = { fill: "var(--neutral)", fontSize: 11 };
/** Charts of one page follow the pointer together. */
const SYNC_ID = "served";

/** SeriesChart: one figure of all lines over the same time; a gap is no data. Its table has every value. */
export function SeriesChart({ figure, lines, span, tier, marks }: SeriesChartProps) {
  const { points, rows, max } = useMemo(() => plan(figure, lines, tier), [figure, lines, tier]);
  const title = figure.title(tier);
  const ticks = [0, max / 2, max].filter((value) => !figure.isWhole || Number.isInteger(value));
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="font-semibold text-meta">{title}</figcaption>
      <div role="img" aria-label={spokenChart(title, lines, figure, points)} className="text-chart">
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <LineChart
            data={rows}
            syncId={SYNC_ID}
            syncMethod="value"
            accessibilityLayer={false}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          >
            <CartesianGrid vertical={false} stroke="var(--border)" />
            <XAxis
              {...{ dataKey: "atMs", type: "number", scale: "time", domain: [span.fromMs, span.toMs] }}
              {...{ ticks: timeTicks(span), tickFormatter: tickWords, tick: TICK, height: 20 }}
              {...{ axisLine: false, tickLine: false, allowDataOverflow: true }}
            />
            <YAxis
              {...{ domain: [0, max], ticks, tickFormatter: figure.write, tick: TICK, width: 56 }}
              {...{ axisLine: false, tickLine: false }}
            />
            {marks.inForce === null ? null : (
              <ReferenceArea
                x1={marks.inForce.fromMs}
                x2={marks.inForce.toMs}
                fill="var(--neutral-tint)"
                fillOpacity={1}
              />
            )}
            {marks.momentMs === null ? null : (
              <ReferenceLine x={marks.momentMs} stroke="var(--fg)" strokeDasharray="6 3" />
            )}
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: "var(--control)" }}
              content={({ active, label }) =>
                active && typeof label === "number" ? (
                  <ChartReadout {...{ lines, rows, figure }} atMs={label} />
                ) : null
              }
            />
            {lines.map(({ line: { key, look } }) => (
              <Line
                key={key}
                dataKey={key}
                {...{ stroke: LINE_LOOKS[look].stroke, strokeWidth: LINE_LOOKS[look].width }}
                {...{ strokeDasharray: LINE_LOOKS[look].dash, strokeLinecap: "round" }}
                {...{ dot: false, activeDot: { r: 3 }, isAnimationActive: false, connectNulls: false }}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function plan(figure: SeriesFigure, lines: readonly LineSeries[], tier: "minute" | "hour") {
  const points = lines.map(({ line, series }) => ({
    key: line.key,
    points: toChartPoints(series.points, figure),
  }));
  const values = points.flatMap((line) => line.points.map(({ value }) => value));
  return { points, rows: chartRows(points, STEP_MS[tier]), max: niceMax(values, figure.least) };
}

/** Of a day the hours, of a week the days; midnight is a day. */
function tickWords(atMs: number): string {
  const date = new Date(atMs);
  return atMs % DAY_MS === 0 ? (formatUtc(date).split(/ \d{4},/)[0] ?? "") : formatUtcClock(date);
}

/** What the picture says, for those who hear it: each line's calls, and its highest value. */
function spokenChart(
  title: string,
  lines: readonly LineSeries[],
  figure: SeriesFigure,
  drawn: readonly { points: readonly ChartPoint[] }[],
): string {
  const words = lines.map(({ line, series }, index) => {
    const values = (drawn[index]?.points ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
    if (values.length === 0) return `${line.words}: no data`;
    const highest = figure.write(values.reduce((max, value) => Math.max(max, value), 0));
    const { callCount } = totalOf(series.points);
    return `${line.words}: ${callCount} ${callCount === 1 ? "call" : "calls"}, highest ${highest}`;
  });
  return `${title}. ${words.join("; ")}. The table has every value.`;
}
