const STEPS = [1, 2, 3, 4, 5, 6, 8, 10];
const HOUR_MS = 3_600_000;

/** niceMax is the end of an axis from zero: the next number that is easily halved; `least` where all is zero. */
export function niceMax(values: readonly (number | null)[], least: number): number {
  const highest = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  if (highest <= least) return least;
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  return (STEPS.find((step) => step * magnitude >= highest * 0.999_999) ?? 10) * magnitude;
}

/** timeTicks are round times of UTC within a span, half hours to days by its length; those too near an end to be read are left off. */
export function timeTicks({ fromMs, toMs }: { fromMs: number; toMs: number }): number[] {
  const lengthMs = toMs - fromMs;
  const everyMs = tickEvery(lengthMs);
  const first = Math.ceil(fromMs / everyMs) * everyMs;
  const count = Math.max(0, Math.floor((toMs - first) / everyMs) + 1);
  return Array.from({ length: count }, (_, index) => first + index * everyMs).filter((atMs) => {
    const share = (atMs - fromMs) / lengthMs;
    return share >= 0.04 && share <= 0.96;
  });
}

function tickEvery(lengthMs: number): number {
  if (lengthMs > 48 * HOUR_MS) return 24 * HOUR_MS;
  return lengthMs > 3 * HOUR_MS ? 6 * HOUR_MS : HOUR_MS / 2;
}
