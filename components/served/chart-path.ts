/** A value of a line: null is no data, which is never drawn as zero. */
export type ChartPoint = { atMs: number; value: number | null };
export type ChartSpan = { fromMs: number; toMs: number };

/** What paths are drawn on; the page stretches it. */
export const PLOT = { width: 1_000, height: 100 } as const;

/** runsOf cuts a line where a step is missing: a gap is no data, and nothing is drawn over it. */
export function runsOf(points: readonly ChartPoint[], stepMs: number): { atMs: number; value: number }[][] {
  const runs: { atMs: number; value: number }[][] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, value } of points) {
    if (value === null) continue;
    if (atMs - lastMs > stepMs) runs.push([]);
    runs.at(-1)?.push({ atMs, value });
    lastMs = atMs;
  }
  return runs;
}

/** pathsOf draws a line on the plot, zero at its foot; values without neighbours are dots: lines of no length. */
export function pathsOf(
  points: readonly ChartPoint[],
  { span, max, stepMs }: { span: ChartSpan; max: number; stepMs: number },
): { line: string; dots: string } {
  const x = (atMs: number) => round(((atMs - span.fromMs) / (span.toMs - span.fromMs)) * PLOT.width);
  const y = (value: number) => round(PLOT.height - (value / max) * PLOT.height);
  const runs = runsOf(points, stepMs).map((run) => run.map(({ atMs, value }) => `${x(atMs)} ${y(value)}`));
  return {
    line: runs
      .filter((corners) => corners.length > 1)
      .map((corners) => `M${corners.join("L")}`)
      .join(""),
    dots: runs
      .filter((corners) => corners.length === 1)
      .map(([corner]) => `M${corner}h0`)
      .join(""),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

const STEPS = [1, 2, 3, 4, 5, 6, 8, 10];

/** niceMax is the end of an axis from zero: the next number that is easily halved; `least` where all is zero. */
export function niceMax(values: readonly (number | null)[], least: number): number {
  const highest = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  if (highest <= least) return least;
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  return (STEPS.find((step) => step * magnitude >= highest * 0.999_999) ?? 10) * magnitude;
}

/** timeTicks are the round times of a span in UTC: each `everyMs` since midnight. */
export function timeTicks({ fromMs, toMs }: ChartSpan, everyMs: number): number[] {
  const first = Math.ceil(fromMs / everyMs) * everyMs;
  return Array.from(
    { length: Math.max(0, Math.floor((toMs - first) / everyMs) + 1) },
    (_, index) => first + index * everyMs,
  );
}

/** pointNear is the point closest to a time, within a distance; null where there is none. */
export function pointNear<Point extends { atMs: number }>(
  points: readonly Point[],
  atMs: number,
  withinMs: number,
): Point | null {
  let nearest: Point | null = null;
  for (const point of points) {
    const distance = Math.abs(point.atMs - atMs);
    if (distance <= withinMs && (nearest === null || distance < Math.abs(nearest.atMs - atMs)))
      nearest = point;
  }
  return nearest;
}
