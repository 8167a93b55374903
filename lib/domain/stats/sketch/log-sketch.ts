/**
 * A sketch of a distribution: how many values fell into each bin, where a bin is 2 % wide. Any quantile read from it is
 * within 1 % of the value it stands for, whatever the distribution. Sketches add up: merging is adding bins.
 */
export type LogSketch = { zeroCount: number; positive: Bins; negative: Bins };

/** Bins `first` and following; values below zero are binned by their amount. */
export type Bins = { first: number; counts: Float64Array };

/** The ratio of a bin's ends. The middle of a bin is at most (GAMMA - 1) / (GAMMA + 1), 0.99 %, from either. */
export const GAMMA = 1.02;
const PER_LN = 1 / Math.log(GAMMA);
/** Smaller amounts count as zero: far below a millionth of a cent, a token or a microsecond. */
const SMALLEST = 1e-9;
const GROWTH = 64;

/** createSketch makes an empty sketch. */
export function createSketch(): LogSketch {
  return { zeroCount: 0, positive: emptyBins(), negative: emptyBins() };
}

function emptyBins(): Bins {
  return { first: 0, counts: new Float64Array(0) };
}

/** clearSketch takes all values out again, and keeps the room that they had. */
export function clearSketch(sketch: LogSketch): void {
  sketch.zeroCount = 0;
  sketch.positive.counts.fill(0);
  sketch.negative.counts.fill(0);
}

/** addToSketch counts one value. Throws RangeError on what is not finite: it would be lost in silence. */
export function addToSketch(sketch: LogSketch, value: number): void {
  if (value >= SMALLEST && value < Number.POSITIVE_INFINITY) {
    addToBin(sketch.positive, Math.ceil(Math.log(value) * PER_LN), 1);
  } else if (value <= -SMALLEST && value > Number.NEGATIVE_INFINITY) {
    addToBin(sketch.negative, Math.ceil(Math.log(-value) * PER_LN), 1);
  } else if (Number.isFinite(value)) {
    sketch.zeroCount += 1;
  } else {
    throw new RangeError("a sketch takes finite numbers");
  }
}

/** addToBin counts a value of bin `index` `count` times, making room where there is none. */
export function addToBin(bins: Bins, index: number, count: number): void {
  const at = index - bins.first;
  const present = bins.counts[at];
  if (present !== undefined) {
    bins.counts[at] = present + count;
    return;
  }
  makeRoom(bins, index);
  bins.counts[index - bins.first] = count;
}

function makeRoom(bins: Bins, index: number): void {
  const { counts } = bins;
  const first = counts.length === 0 ? index : Math.min(bins.first, index);
  const last = counts.length === 0 ? index : Math.max(bins.first + counts.length - 1, index);
  // Room is made towards where it was needed, so that a spreading distribution does not copy at each step.
  const newFirst = first === bins.first ? first : first - GROWTH;
  const grown = new Float64Array(last - newFirst + 1 + GROWTH);
  grown.set(counts, counts.length === 0 ? 0 : bins.first - newFirst);
  bins.first = newFirst;
  bins.counts = grown;
}

/** mergeSketch adds all of `other` to `sketch`. */
export function mergeSketch(sketch: LogSketch, other: LogSketch): void {
  sketch.zeroCount += other.zeroCount;
  mergeBins(sketch.positive, other.positive);
  mergeBins(sketch.negative, other.negative);
}

function mergeBins(bins: Bins, other: Bins): void {
  for (let at = 0; at < other.counts.length; at += 1) {
    const count = other.counts[at] ?? 0;
    if (count > 0) addToBin(bins, other.first + at, count);
  }
}

/** countOfSketch is how many values it holds. */
export function countOfSketch(sketch: LogSketch): number {
  return sketch.zeroCount + countOfBins(sketch.positive) + countOfBins(sketch.negative);
}

function countOfBins({ counts }: Bins): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
