import { type CasePair, numbersOf, type PairNumbers } from "./compare-runs.ts";

export const COMPARISON_WORDS = ["better", "worse", "same", "not_enough_evidence"] as const;
export type ComparisonWord = (typeof COMPARISON_WORDS)[number];
export type ComparisonVerdict = { word: ComparisonWord; sentence: string };

/** judgeComparison says in one sentence what a comparison of scores shows, with its numbers. */
export function judgeComparison(numbers: PairNumbers, caseCount: number): ComparisonVerdict {
  const { score } = numbers;
  const on = `on ${numbers.pairCount} of ${caseCount} same cases`;
  if (score === null) {
    return { word: "not_enough_evidence", sentence: "not enough evidence: the runs have no case in common" };
  }
  const { difference, interval } = score;
  if (interval === null) {
    const sentence = `not enough evidence: ${signed(difference)} ${on}, too few for an interval`;
    return { word: "not_enough_evidence", sentence };
  }
  const range = `95 % ${signed(interval.low)} to ${signed(interval.high)}`;
  if (interval.low > 0)
    return { word: "better", sentence: `better by ${plain(difference)} (${range}) ${on}` };
  if (interval.high < 0)
    return { word: "worse", sentence: `worse by ${plain(-difference)} (${range}) ${on}` };
  if (interval.low === 0 && interval.high === 0) return { word: "same", sentence: `the same scores ${on}` };
  return {
    word: "not_enough_evidence",
    sentence: `not enough evidence: ${signed(difference)} (${range}) ${on}, the interval contains 0`,
  };
}

function plain(value: number): string {
  return value.toFixed(3);
}

function signed(value: number): string {
  const text = plain(Math.abs(value));
  if (Number(text) === 0) return text;
  return `${value < 0 ? "\u2212" : "+"}${text}`;
}

/** Fewer pairs than this say little of a slice, whatever its interval. */
export const SMALL_SLICE = 10;
const MAX_SLICES = 50;

export type Slice = { tag: string; isSmall: boolean; numbers: PairNumbers };

/**
 * sliceByTag gives each tag its own numbers, the worst slice first. Each interval is 95 % on its own, not together:
 * among 20 slices one differs by chance. At most 50 slices, the largest; `leftOut` counts the others.
 */
export function sliceByTag(pairs: readonly CasePair[]): { slices: Slice[]; leftOut: number } {
  const byTag = new Map<string, CasePair[]>();
  for (const pair of pairs) {
    for (const tag of pair.tags) {
      const own = byTag.get(tag);
      if (own === undefined) byTag.set(tag, [pair]);
      else own.push(pair);
    }
  }
  const largest = [...byTag].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1));
  const slices = largest.slice(0, MAX_SLICES).map(([tag, own]) => ({
    tag,
    isSmall: own.length < SMALL_SLICE,
    numbers: numbersOf(own),
  }));
  slices.sort((a, b) => (a.numbers.score?.difference ?? 0) - (b.numbers.score?.difference ?? 0));
  return { slices, leftOut: largest.length - slices.length };
}
