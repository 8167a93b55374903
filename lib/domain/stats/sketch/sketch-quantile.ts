import { type Bins, countOfSketch, GAMMA, type LogSketch } from "./log-sketch.ts";

/**
 * sketchQuantile estimates the value below which a share `quantile` (0 to 1) of all values lies, within 1 % of the
 * value that has that rank. Null when the sketch is empty.
 */
export function sketchQuantile(sketch: LogSketch, quantile: number): number | null {
  const count = countOfSketch(sketch);
  if (count === 0) return null;
  let rank = Math.floor(Math.min(1, Math.max(0, quantile)) * (count - 1));
  const below = findDescending(sketch.negative, rank);
  if (below.index !== null) return -middleOf(below.index);
  rank = below.rank;
  if (rank < sketch.zeroCount) return 0;
  const above = findAscending(sketch.positive, rank - sketch.zeroCount);
  return above === null ? 0 : middleOf(above);
}

/** The middle of a bin in the sense that both its ends are equally far, relative to themselves. */
function middleOf(index: number): number {
  return (2 * GAMMA ** index) / (GAMMA + 1);
}

function findAscending({ first, counts }: Bins, rank: number): number | null {
  let left = rank;
  let last: number | null = null;
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    if (left < count) return first + at;
    left -= count;
    last = first + at;
  }
  return last;
}

/** The lowest values are the negative ones of the greatest amount. */
function findDescending({ first, counts }: Bins, rank: number): { index: number | null; rank: number } {
  let left = rank;
  for (let at = counts.length - 1; at >= 0; at -= 1) {
    const count = counts[at] ?? 0;
    if (count > 0 && left < count) return { index: first + at, rank: left };
    left -= count;
  }
  return { index: null, rank: left };
}
