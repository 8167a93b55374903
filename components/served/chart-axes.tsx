import { timeTicks } from "@/components/served/chart-path.ts";
import type { SeriesFigure } from "@/components/served/series-words.ts";
import { formatUtc, formatUtcClock } from "@/components/ui/format-time.ts";

const HOUR_MS = 3_600_000;

type ChartAxisProps = { max: number; height: number; figure: SeriesFigure };

/** ChartAxis: zero, half and the end; a half that nothing can be is left off. */
export function ChartAxis({ max, height, figure }: ChartAxisProps) {
  const marks = [0, max / 2, max].filter((value) => !figure.isWhole || Number.isInteger(value));
  return (
    <svg aria-hidden width="100%" height={height} className="block overflow-visible">
      {marks.map((value) => (
        <text
          key={value}
          x="100%"
          dx="-8"
          y={(1 - value / max) * height}
          dy="4"
          textAnchor="end"
          className="fill-neutral text-chart"
        >
          {figure.write(value)}
        </text>
      ))}
    </svg>
  );
}

/** Of a day the hours, of a week the days; midnight is a day. */
function tickWords(atMs: number): string {
  const date = new Date(atMs);
  if (atMs % (24 * HOUR_MS) !== 0) return formatUtcClock(date);
  return formatUtc(date).split(/ \d{4},/)[0] ?? "";
}

function tickEvery(lengthMs: number): number {
  if (lengthMs > 48 * HOUR_MS) return 24 * HOUR_MS;
  return lengthMs > 3 * HOUR_MS ? 6 * HOUR_MS : HOUR_MS / 2;
}

/** TimeAxis: round times of UTC under a chart; those too near an end to be read are left off. */
export function TimeAxis({ span }: { span: { fromMs: number; toMs: number } }) {
  const lengthMs = span.toMs - span.fromMs;
  const everyMs = tickEvery(lengthMs);
  return (
    <svg aria-hidden width="100%" height="18" className="block">
      {timeTicks(span, everyMs).map((atMs) => {
        const share = (atMs - span.fromMs) / lengthMs;
        if (share < 0.04 || share > 0.96) return null;
        return (
          <text
            key={atMs}
            x={`${share * 100}%`}
            y="13"
            textAnchor="middle"
            className="fill-neutral text-chart"
          >
            {tickWords(atMs)}
          </text>
        );
      })}
    </svg>
  );
}
