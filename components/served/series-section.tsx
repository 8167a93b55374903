"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { type Span, spanAround, type TimeSpan } from "@/components/served/moment.ts";
import type { ChartMarks, SeriesChartProps } from "@/components/served/series-chart.tsx";
import { SeriesTable } from "@/components/served/series-table.tsx";
import { SeriesTotals } from "@/components/served/series-totals.tsx";
import { SERIES_FIGURES } from "@/components/served/series-words.ts";
import type { SeriesLine } from "@/components/served/served-lines.ts";
import { type LineSeries, type SeriesAsk, useSeries } from "@/components/served/use-series.ts";
import type { ServedFilter, ServedFilterChange } from "@/components/served/use-served-filter.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";

/** Charts come when there is something to draw: no other page pays for what draws them. */
const SeriesChart = dynamic<SeriesChartProps>(
  () => import("@/components/served/series-chart.tsx").then(({ SeriesChart }) => SeriesChart),
  { ssr: false, loading: () => <SkeletonRows count={4} label="Drawing the chart" /> },
);

type SeriesSectionProps = {
  ask: SeriesAsk;
  lines: readonly SeriesLine[];
  moment: Date;
  /** In force then, since and until when; null before the first release. */
  allocation: { since: string; until: string | null } | null;
  filter: Pick<ServedFilter, "at" | "span" | "by" | "view">;
  onChange: (change: ServedFilterChange) => void;
};

/** SeriesSection: how it went before and after the moment, as charts or as a table of the same values. */
export function SeriesSection(props: SeriesSectionProps) {
  const { ask, moment, allocation, filter, onChange } = props;
  const read = useSeries(ask, props.lines);
  const { error } = read;
  const isComplete = read.isComplete && read.lines.length > 0;
  const [first] = read.lines;
  const tier = first?.series.tier ?? "minute";
  const { span, lines } = useMemo(
    () => cut(read.lines, moment, filter.span),
    [read.lines, moment, filter.span],
  );
  const marks = marksOf(filter.at, allocation, span);
  const hasCalls = lines.some(({ series }) => series.points.length > 0);
  return (
    <Section
      title="Before and after"
      meta={
        isComplete ? (
          <>
            <AbsoluteTime at={span.fromMs} hasSeconds={false} /> to{" "}
            <AbsoluteTime at={span.toMs} hasSeconds={false} />, by the {tier}
          </>
        ) : null
      }
      actions={<Switches filter={filter} onChange={onChange} />}
    >
      <ProblemCard error={error} />
      {isComplete || error ? null : <SkeletonRows count={8} label="Reading the series" />}
      {isComplete && !hasCalls ? (
        <EmptyState title="No data">
          No gateway reported a call from here in this time. Minutes are kept for 35 days; the 7 days are read
          by the hour, which is kept for 400.
        </EmptyState>
      ) : null}
      {isComplete && hasCalls ? (
        <>
          <SeriesTotals project={ask.project} lines={lines} />
          {filter.view === "table" ? (
            <SeriesTable lines={lines} tier={tier} />
          ) : (
            <>
              <div className="grid gap-x-8 gap-y-4 rounded-md border px-4 py-3 wide:grid-cols-2">
                {SERIES_FIGURES.map((figure) => (
                  <SeriesChart key={figure.key} {...{ figure, lines, span, tier, marks }} />
                ))}
              </div>
              <p className="text-meta text-neutral">
                {marks.momentMs === null ? "" : "Dashed upright: the moment. "}
                {marks.inForce ? "Shaded: while the allocation of the moment was in force. " : ""}A gap is no
                data. Calls of other releases are in “all calls” only.
              </p>
            </>
          )}
        </>
      ) : null}
    </Section>
  );
}

/** The lines within what is shown of them. */
function cut(
  lines: readonly LineSeries[],
  moment: Date,
  shown: Span,
): { span: TimeSpan; lines: LineSeries[] } {
  const { from = "", to = "" } = lines[0]?.series ?? {};
  const span = spanAround(moment, shown, { fromMs: Date.parse(from), toMs: Date.parse(to) });
  const isWithin = (at: string) => Date.parse(at) >= span.fromMs && Date.parse(at) <= span.toMs;
  return {
    span,
    lines: lines.map(({ line, series }) => ({
      line,
      series: { ...series, points: series.points.filter((point) => isWithin(point.at)) },
    })),
  };
}

function marksOf(at: Date | null, allocation: SeriesSectionProps["allocation"], span: TimeSpan): ChartMarks {
  const momentMs = at?.getTime() ?? null;
  if (allocation === null) return { momentMs, inForce: null };
  const fromMs = Math.max(span.fromMs, Date.parse(allocation.since));
  const toMs = Math.min(span.toMs, allocation.until === null ? span.toMs : Date.parse(allocation.until));
  const isWhole = fromMs === span.fromMs && toMs === span.toMs;
  return { momentMs, inForce: isWhole || fromMs >= toMs ? null : { fromMs, toMs } };
}

function Switches({ filter, onChange }: Pick<SeriesSectionProps, "filter" | "onChange">) {
  return (
    <span className="flex flex-wrap gap-2">
      <Segmented
        label="How long"
        value={filter.span}
        options={[
          { value: "2h", label: "2 h" },
          { value: "24h", label: "24 h" },
          { value: "7d", label: "7 d" },
        ]}
        onChange={(span) => onChange({ span })}
      />
      <Segmented
        label="Lines"
        value={filter.by}
        options={[
          { value: "release", label: "By release" },
          { value: "arm", label: "By arm" },
        ]}
        onChange={(by) => onChange({ by })}
      />
      <Segmented
        label="Shown as"
        value={filter.view}
        options={[
          { value: "charts", label: "Charts" },
          { value: "table", label: "Table" },
        ]}
        onChange={(view) => onChange({ view })}
      />
    </span>
  );
}
