import type { EvalCaseInput } from "../gates/eval-case.ts";
import {
  type NumberPair,
  type PairedDifference,
  pairedDifference,
  passRateDifference,
  type RelativeChange,
  relativeChange,
  rounded,
} from "./paired-interval.ts";

/** What a comparison reads of a measured case. */
export type ComparedCase = Pick<
  EvalCaseInput,
  "caseId" | "passed" | "score" | "totalTokens" | "latencyMs" | "costUsd" | "isCached" | "isError" | "tags"
>;

/** One case on one side: the means over its repeats. Null means not measured. */
export type CaseMean = {
  score: number;
  /** The share of its repeats that passed: 0 or 1 without repeats. */
  passShare: number;
  repeats: number;
  errorCount: number;
  totalTokens: number | null;
  latencyMs: number | null;
  costUsd: number | null;
};

/** One case that both runs measured. */
export type CasePair = {
  caseId: string;
  tags: string[];
  control: CaseMean;
  candidate: CaseMean;
  /** Candidate's score less control's. */
  difference: number;
};

export type MeasuredChange = PairedDifference & { relative: RelativeChange | null };

/** The numbers of a set of pairs: all, a slice, or all but the flaky ones. */
export type PairNumbers = {
  pairCount: number;
  score: PairedDifference | null;
  passRate: PairedDifference | null;
  tokens: MeasuredChange | null;
  latencyMs: MeasuredChange | null;
  costUsd: MeasuredChange | null;
  /** Cases with at least one measurement that ended in an error; they count as 0 and not passed. */
  errors: { control: number; candidate: number };
};

export type RunComparison = {
  /** Worst first: by score difference, then those that no longer pass, then by id. */
  pairs: CasePair[];
  onlyInControl: string[];
  onlyInCandidate: string[];
};

/**
 * compareRuns pairs two runs' cases by id; repeats of a case are averaged first, so that a case counts once. A case
 * that only one run measured is listed, never counted.
 */
export function compareRuns(
  control: readonly ComparedCase[],
  candidate: readonly ComparedCase[],
): RunComparison {
  const controlById = groupById(control);
  const candidateById = groupById(candidate);
  const pairs = [...candidateById].flatMap(([caseId, cases]) => {
    const base = controlById.get(caseId);
    return base === undefined ? [] : [pairOf(caseId, base, cases)];
  });
  return {
    pairs: pairs.sort(worstFirst),
    onlyInControl: [...controlById.keys()].filter((id) => !candidateById.has(id)).sort(),
    onlyInCandidate: [...candidateById.keys()].filter((id) => !controlById.has(id)).sort(),
  };
}

/** numbersOf folds pairs into their numbers. */
export function numbersOf(pairs: readonly CasePair[]): PairNumbers {
  return {
    pairCount: pairs.length,
    score: pairedDifference(
      pairs.map(({ control, candidate }) => ({ control: control.score, candidate: candidate.score })),
    ),
    passRate: passRateOf(pairs),
    tokens: changeOf(pairs, "totalTokens"),
    latencyMs: changeOf(pairs, "latencyMs"),
    costUsd: changeOf(pairs, "costUsd"),
    errors: {
      control: pairs.filter((pair) => pair.control.errorCount > 0).length,
      candidate: pairs.filter((pair) => pair.candidate.errorCount > 0).length,
    },
  };
}

/** Newcombe's interval needs yes or no for each case; shares of repeats have a t-interval as scores do. */
function passRateOf(pairs: readonly CasePair[]): PairedDifference | null {
  const shares = pairs.map(({ control, candidate }) => ({
    control: control.passShare,
    candidate: candidate.passShare,
  }));
  const isWhole = shares.every((pair) => pair.control % 1 === 0 && pair.candidate % 1 === 0);
  if (!isWhole) return pairedDifference(shares);
  const count = (control: number, candidate: number) =>
    shares.filter((pair) => pair.control === control && pair.candidate === candidate).length;
  return passRateDifference({
    both: count(1, 1),
    onlyControl: count(1, 0),
    onlyCandidate: count(0, 1),
    neither: count(0, 0),
  });
}

function changeOf(
  pairs: readonly CasePair[],
  field: "totalTokens" | "latencyMs" | "costUsd",
): MeasuredChange | null {
  const measured: NumberPair[] = pairs.flatMap((pair) => {
    const [control, candidate] = [pair.control[field], pair.candidate[field]];
    return control === null || candidate === null ? [] : [{ control, candidate }];
  });
  const difference = pairedDifference(measured);
  return difference === null ? null : { ...difference, relative: relativeChange(measured) };
}

function groupById(cases: readonly ComparedCase[]): Map<string, ComparedCase[]> {
  const byId = new Map<string, ComparedCase[]>();
  for (const item of cases) {
    const group = byId.get(item.caseId);
    if (group === undefined) byId.set(item.caseId, [item]);
    else group.push(item);
  }
  return byId;
}

function pairOf(caseId: string, base: readonly ComparedCase[], cases: readonly ComparedCase[]): CasePair {
  const [control, candidate] = [meanOfCase(base), meanOfCase(cases)];
  const tags = [...new Set([...base, ...cases].flatMap((item) => item.tags))].sort();
  return { caseId, tags, control, candidate, difference: rounded(candidate.score - control.score) };
}

function meanOfCase(cases: readonly ComparedCase[]): CaseMean {
  const answered = cases.filter((item) => !item.isError);
  const awaited = answered.filter((item) => !item.isCached);
  return {
    score: meanOf(cases.map((item) => (item.isError ? 0 : item.score))),
    passShare: answered.filter((item) => item.passed).length / cases.length,
    repeats: cases.length,
    errorCount: cases.length - answered.length,
    totalTokens: meanOfKnown(answered.map((item) => item.totalTokens)),
    latencyMs: meanOfKnown(awaited.map((item) => item.latencyMs)),
    costUsd: meanOfKnown(answered.map((item) => item.costUsd)),
  };
}

function meanOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.length < values.length ? null : meanOf(known);
}

/** Sorted first, so that the order in which repeats came changes no digit. */
function meanOf(values: readonly number[]): number {
  const sum = [...values].sort((left, right) => left - right).reduce((total, value) => total + value, 0);
  return rounded(sum / values.length);
}

function worstFirst(left: CasePair, right: CasePair): number {
  return (
    left.difference - right.difference ||
    passGain(left) - passGain(right) ||
    (left.caseId < right.caseId ? -1 : left.caseId > right.caseId ? 1 : 0)
  );
}

function passGain({ control, candidate }: CasePair): number {
  return candidate.passShare - control.passShare;
}
