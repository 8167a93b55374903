"use client";

import { type PointerEvent, useMemo } from "react";
import { ChartAxis, TimeAxis } from "@/components/served/chart-axes.tsx";
import { niceMax, PLOT, pathsOf, pointNear } from "@/components/served/chart-path.ts";
import { LineSwatch } from "@/components/served/line-swatch.tsx";
import { STEP_MS } from "@/components/served/moment.ts";
import { type SeriesFigure, toChartPoints, totalOf } from "@/components/served/series-words.ts";
import { LINE_LOOKS } from "@/components/served/served-lines.ts";
import type { LineSeries } from "@/components/served/use-series.ts";
import { formatUtc } from "@/components/ui/format-time.ts";

/** What all charts of the page mark: the moment, and the time in which its allocation was in force. */
export type ChartMarks = { momentMs: number | null; inForce: { fromMs: number; toMs: number } | null };

type SeriesChartProps = {
  figure: SeriesFigure;
  lines: readonly LineSeries[];
  span: { fromMs: number; toMs: number };
  tier: "minute" | "hour";
  marks: ChartMarks;
  /** Where the pointer is, in all charts alike. */
  hoverMs: number | null;
  onHover: (atMs: number | null) => void;
};

const HEIGHT = 120;
/** A value that stands alone is to be seen. */
const DOT = 4;

/** SeriesChart: one figure of all lines over the same time; a gap is no data. Its table has every value. */
export function SeriesChart(props: SeriesChartProps) {
  const { figure, lines, span, tier, marks, hoverMs, onHover } = props;
  const drawn = useMemo(() => draw(figure, lines, span, tier), [figure, lines, span, tier]);
  const share = (atMs: number) => (atMs - span.fromMs) / (span.toMs - span.fromMs);
  const percent = (atMs: number) => `${Math.min(1, Math.max(0, share(atMs))) * 100}%`;
  const isInside = (atMs: number) => share(atMs) > 0 && share(atMs) < 1;
  const title = figure.title(tier);
  function follow(event: PointerEvent<SVGSVGElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onHover(span.fromMs + ((event.clientX - left) / width) * (span.toMs - span.fromMs));
  }
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="flex min-h-6 flex-wrap items-baseline justify-between gap-x-3 text-meta">
        <span className="font-semibold">{title}</span>
        {hoverMs === null ? null : (
          <Readout lines={lines} drawn={drawn} figure={figure} atMs={hoverMs} span={span} />
        )}
      </figcaption>
      <div className="grid grid-cols-[3.25rem_minmax(0,1fr)]">
        <ChartAxis max={drawn.max} height={HEIGHT} figure={figure} />
        <svg
          role="img"
          aria-label={spokenChart(title, lines, figure, drawn)}
          width="100%"
          height={HEIGHT}
          className="block touch-pan-y overflow-visible"
          onPointerMove={follow}
          onPointerLeave={() => onHover(null)}
        >
          {marks.inForce ? (
            <rect
              x={percent(marks.inForce.fromMs)}
              width={`${(share(marks.inForce.toMs) - share(marks.inForce.fromMs)) * 100}%`}
              y="0"
              height={HEIGHT}
              fill="var(--neutral-tint)"
            />
          ) : null}
          {[0, 0.5, 1].map((height) => (
            <line
              key={height}
              x1="0"
              x2="100%"
              y1={(1 - height) * HEIGHT}
              y2={(1 - height) * HEIGHT}
              stroke="var(--border)"
            />
          ))}
          <svg
            aria-hidden
            width="100%"
            height={HEIGHT}
            viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
            preserveAspectRatio="none"
            overflow="visible"
          >
            {drawn.paths.map(({ key, look, line, dots }) => (
              <g key={key}>
                <path d={line} {...strokeOf(look)} />
                <path d={dots} {...strokeOf(look)} strokeDasharray={undefined} strokeWidth={DOT} />
              </g>
            ))}
          </svg>
          {marks.momentMs !== null && isInside(marks.momentMs) ? (
            <line
              x1={percent(marks.momentMs)}
              x2={percent(marks.momentMs)}
              y1="0"
              y2={HEIGHT}
              stroke="var(--fg)"
              strokeDasharray="6 3"
            />
          ) : null}
          {hoverMs === null ? null : (
            <line x1={percent(hoverMs)} x2={percent(hoverMs)} y1="0" y2={HEIGHT} stroke="var(--control)" />
          )}
        </svg>
        <span />
        <TimeAxis span={span} />
      </div>
    </figure>
  );
}

type Drawn = ReturnType<typeof draw>;

function draw(
  figure: SeriesFigure,
  lines: readonly LineSeries[],
  span: { fromMs: number; toMs: number },
  tier: "minute" | "hour",
) {
  const points = lines.map(({ series }) => toChartPoints(series.points, figure));
  const values = points.flatMap((line) => line.map(({ value }) => value));
  const max = niceMax(values, figure.least);
  const stepMs = STEP_MS[tier];
  return {
    ...{ max, points, stepMs },
    paths: lines.map(({ line }, index) => ({
      ...{ key: line.key, look: line.look },
      ...pathsOf(points[index] ?? [], { span, max, stepMs }),
    })),
  };
}

function strokeOf(look: keyof typeof LINE_LOOKS) {
  const { stroke, width, dash } = LINE_LOOKS[look];
  return {
    ...{ fill: "none", stroke, strokeWidth: width, strokeDasharray: dash },
    strokeLinecap: "round",
    strokeLinejoin: "round",
    vectorEffect: "non-scaling-stroke",
  } as const;
}

function Readout({
  lines,
  drawn,
  figure,
  atMs,
  span,
}: Pick<SeriesChartProps, "lines" | "figure" | "span"> & { drawn: Drawn; atMs: number }) {
  const withinMs = Math.max(drawn.stepMs, (span.toMs - span.fromMs) / 120);
  const near = drawn.points.map((points) => pointNear(points, atMs, withinMs));
  const shownMs = near.find((point) => point !== null)?.atMs ?? atMs;
  return (
    <span aria-hidden className="flex flex-wrap justify-end gap-x-3 text-neutral">
      <span>{formatUtc(new Date(shownMs))}</span>
      {lines.map(({ line }, index) => {
        const value = near[index]?.value ?? null;
        if (value === null) return null;
        return (
          <span key={line.key} className="inline-flex items-center gap-1 text-fg">
            <LineSwatch look={line.look} />
            {figure.write(value)}
          </span>
        );
      })}
    </span>
  );
}

/** What the picture says, for those who hear it: each line's calls, and its highest value. */
function spokenChart(
  title: string,
  lines: readonly LineSeries[],
  figure: SeriesFigure,
  { points }: Drawn,
): string {
  const words = lines.map(({ line, series }, index) => {
    const values = (points[index] ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
    if (values.length === 0) return `${line.words}: no data`;
    const highest = figure.write(values.reduce((max, value) => Math.max(max, value), 0));
    const { callCount } = totalOf(series.points);
    return `${line.words}: ${callCount} ${callCount === 1 ? "call" : "calls"}, highest ${highest}`;
  });
  return `${title}. ${words.join("; ")}. The table has every value.`;
}
