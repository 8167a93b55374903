import {
  type EvalTermId,
  FAST_TERM_IDS,
  type GateTermVerdict,
  type GateVerdict,
} from "../gates/gate-term.ts";

/**
 * What a list says of a gate in one word. `not_judged`: nothing was asked of it yet; `not_run`: nothing was measured;
 * `incomplete`: something could not be judged. Only `passed` and `needs_review` let people review.
 */
export const GATE_MARKS = [
  "passed",
  "needs_review",
  "failed",
  "not_comparable",
  "incomplete",
  "unpinned",
  "not_run",
  "not_judged",
] as const;
export type GateMark = (typeof GATE_MARKS)[number];

export type GateMarkFacts = {
  /** What the gates said last, fast checks and eval terms together; null where the release was never proposed. */
  result: { verdict: GateVerdict; terms: readonly { id: string; verdict: GateTermVerdict }[] } | null;
  /** The eval run that counts: a pinned one; else `unpinned` where all of them read what moves; else none. */
  run: "none" | "unpinned" | "pinned";
};

/** gateMarks sums up both gates of a release in a word each, from what the gates said and what was measured. Pure. */
export function gateMarks({ result, run }: GateMarkFacts): { fast: GateMark; eval: GateMark } {
  if (result === null) return { fast: "not_judged", eval: markOfRun(run) };
  const fast = result.terms.filter(({ id }) => FAST_TERM_IDS.some((each) => each === id));
  return { fast: fastMark(fast.map(({ verdict }) => verdict)), eval: evalMark(result, run) };
}

function markOfRun(run: GateMarkFacts["run"]): GateMark {
  if (run === "none") return "not_run";
  return run === "unpinned" ? "unpinned" : "not_judged";
}

function fastMark(verdicts: readonly GateTermVerdict[]): GateMark {
  if (verdicts.length === 0) return "not_judged";
  if (verdicts.includes("fail")) return "failed";
  if (verdicts.some((verdict) => !["pass", "needs_review", "not_applicable"].includes(verdict)))
    return "incomplete";
  return verdicts.includes("needs_review") ? "needs_review" : "passed";
}

const COMPARABILITY: EvalTermId = "comparability";

function evalMark(
  { verdict, terms }: NonNullable<GateMarkFacts["result"]>,
  run: GateMarkFacts["run"],
): GateMark {
  if (verdict === "pass") return "passed";
  if (verdict === "needs_review") return "needs_review";
  const isComparable = !terms.some(
    (term) => term.verdict === "not_comparable" || (term.id === COMPARABILITY && term.verdict === "fail"),
  );
  if (run === "unpinned") return "unpinned";
  if (!isComparable) return "not_comparable";
  if (verdict === "fail") return "failed";
  return verdict === "not_run" ? markOfRun(run) : "incomplete";
}
