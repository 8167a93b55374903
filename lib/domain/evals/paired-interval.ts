import { NORMAL_975, tQuantile975 } from "./student-t.ts";

/** A mean difference (candidate minus control) over pairs. Without an interval there were too few pairs to give one. */
export type PairedDifference = {
  n: number;
  control: number;
  candidate: number;
  difference: number;
  /** 95 %, two-sided. */
  interval: { low: number; high: number } | null;
};

export type NumberPair = { control: number; candidate: number };

/** rounded keeps 12 significant digits: sums that are equal on paper are then equal, in whatever order they came. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/**
 * The fewest pairs for which equal differences say anything: the two-sided sign test cannot reach 5 % with fewer
 * (2 * 0.5^5 = 0.0625, 2 * 0.5^6 = 0.031), and the t-interval of equal differences has no width.
 */
const MIN_EQUAL_PAIRS = 6;

/** pairedDifference is the mean of the paired differences with Student's t-interval (n - 1 degrees of freedom). Null without a pair. */
export function pairedDifference(pairs: readonly NumberPair[]): PairedDifference | null {
  if (pairs.length === 0) return null;
  const differences = pairs.map((pair) => pair.candidate - pair.control);
  const difference = meanOf(differences);
  return {
    n: pairs.length,
    control: meanOf(pairs.map((pair) => pair.control)),
    candidate: meanOf(pairs.map((pair) => pair.candidate)),
    difference,
    interval: intervalAround(difference, differences),
  };
}

/** A change as a share of the control's mean: 0.1 is +10 %. */
export type RelativeChange = { change: number; interval: { low: number; high: number } | null };

/**
 * relativeChange is the ratio of the two means less 1. Its interval comes from the residuals candidate - ratio * control
 * (the ratio estimator's variance, Cochran 1977, Sampling Techniques, 6.4), with Student's t. Null where the control's
 * mean is 0.
 */
export function relativeChange(pairs: readonly NumberPair[]): RelativeChange | null {
  const total = pairs.reduce((sum, pair) => sum + pair.control, 0);
  if (total <= 0) return null;
  const base = total / pairs.length;
  const ratio = pairs.reduce((sum, pair) => sum + pair.candidate, 0) / total;
  const residuals = pairs.map((pair) => (pair.candidate - ratio * pair.control) / base);
  return { change: rounded(ratio - 1), interval: intervalAround(rounded(ratio - 1), residuals) };
}

function intervalAround(centre: number, values: readonly number[]): { low: number; high: number } | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = rounded(Math.sqrt(squares / (n - 1) / n));
  const isFlat = error <= 1e-12 * Math.max(1, Math.abs(mean));
  if (isFlat) return n < MIN_EQUAL_PAIRS && centre !== 0 ? null : { low: centre, high: centre };
  const half = tQuantile975(n - 1) * error;
  return { low: rounded(centre - half), high: rounded(centre + half) };
}

/** How many pairs passed on which side. */
export type PassTable = { both: number; onlyControl: number; onlyCandidate: number; neither: number };

/**
 * passRateDifference is the difference of two paired proportions with Newcombe's score interval (Newcombe 1998,
 * Statistics in Medicine 17, 2635-2650, method 10): Wilson's intervals of both rates, joined by the continuity-corrected
 * correlation of the pairs. It holds at 0 and 1 and with few pairs, where the normal interval does not.
 */
export function passRateDifference(table: PassTable): PairedDifference | null {
  const n = table.both + table.onlyControl + table.onlyCandidate + table.neither;
  if (n === 0) return null;
  const candidate = wilsonInterval(table.both + table.onlyCandidate, n);
  const control = wilsonInterval(table.both + table.onlyControl, n);
  const phi = correlationOf(table, n);
  const difference = (table.onlyCandidate - table.onlyControl) / n;
  const down = spread(candidate.rate - candidate.low, control.high - control.rate, phi);
  const up = spread(candidate.high - candidate.rate, control.rate - control.low, phi);
  return {
    n,
    control: rounded(control.rate),
    candidate: rounded(candidate.rate),
    difference: rounded(difference),
    interval: { low: rounded(difference - down), high: rounded(difference + up) },
  };
}

function spread(one: number, other: number, phi: number): number {
  return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
}

function correlationOf(table: PassTable, n: number): number {
  const { both, onlyControl, onlyCandidate, neither } = table;
  const squared =
    (both + onlyControl) * (onlyCandidate + neither) * (both + onlyCandidate) * (onlyControl + neither);
  if (squared === 0) return 0;
  const cross = both * neither - onlyControl * onlyCandidate;
  const corrected = cross > 0 ? Math.max(cross - n / 2, 0) : cross;
  return corrected / Math.sqrt(squared);
}

/** wilsonInterval is Wilson's 95 % score interval of a proportion (Wilson 1927, JASA 22, 209-212). `n` is at least 1. */
export function wilsonInterval(count: number, n: number): { rate: number; low: number; high: number } {
  const rate = count / n;
  const z2 = NORMAL_975 ** 2;
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const half = (NORMAL_975 * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  const low = count === 0 ? 0 : Math.max(0, centre - half);
  const high = count === n ? 1 : Math.min(1, centre + half);
  return { rate, low, high };
}

function meanOf(values: readonly number[]): number {
  return rounded(values.reduce((total, value) => total + value, 0) / values.length);
}
