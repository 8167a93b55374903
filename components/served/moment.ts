import type { SeriesRange } from "@/lib/contracts/traffic.ts";

const HOUR_MS = 3_600_000;
/** How long the charts are. The shortest is the middle of the API's day, minute by minute. */
export const SPANS = ["2h", "24h", "7d"] as const;
export type Span = (typeof SPANS)[number];
const SPAN_MS = { "2h": 2 * HOUR_MS, "24h": 24 * HOUR_MS, "7d": 168 * HOUR_MS } as const satisfies Record<
  Span,
  number
>;

/** A value stands for the time from its moment until so much later. */
export const STEP_MS = { minute: 60_000, hour: HOUR_MS } as const;

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?$/;
/** A year that is still being typed is none that anybody asks for. */
const FIRST = Date.UTC(2000, 0, 1);

/** parseMoment reads a moment as the address or a browser's field has it, always in UTC; null for what is none. */
export function parseMoment(text: string): Date | null {
  if (!MOMENT.test(text)) return null;
  const date = new Date(text.endsWith("Z") ? text : `${text}Z`);
  return date.getTime() >= FIRST ? date : null;
}

/** momentText is a moment as the address has it, without seconds that are zero. */
export function momentText(moment: Date): string {
  return moment.toISOString().replace(/(:00)?\.000Z$/, "Z");
}

/** momentField is a moment as a browser's field has it, to the minute. */
export function momentField(moment: Date): string {
  return moment.toISOString().slice(0, 16);
}

/** rangeOf is the series of the API that a span is read from. */
export function rangeOf(span: Span): SeriesRange {
  return span === "7d" ? "7d" : "24h";
}

/**
 * endAround is where a series ends that has the moment in its middle; null where that has not come: it ends now.
 */
export function endAround(moment: Date, span: Span, now: Date): Date | null {
  const end = moment.getTime() + SPAN_MS[rangeOf(span)] / 2;
  return end < now.getTime() ? new Date(end) : null;
}

export type TimeSpan = { fromMs: number; toMs: number };

/** seriesSpan is the time of the series that a span is read from, given its end. */
export function seriesSpan(end: Date, span: Span): TimeSpan {
  const toMs = end.getTime();
  return { fromMs: toMs - SPAN_MS[rangeOf(span)], toMs };
}

/** spanAround is what of a series is shown: all of it, or the two hours around the moment that it has. */
export function spanAround(moment: Date, span: Span, series: TimeSpan): TimeSpan {
  if (span !== "2h") return series;
  const toMs = Math.min(series.toMs, moment.getTime() + SPAN_MS[span] / 2);
  return { fromMs: Math.max(series.fromMs, toMs - SPAN_MS[span]), toMs };
}
