/** Each thing that a gate asks. The fast gate's need no model call; the eval gate's come after them. */
export const FAST_TERM_IDS = [
  "required_kinds",
  "floating_references",
  "digests",
  "policy",
  "content",
  "prompt_lint",
  "hashes",
  "recorded_outputs",
  "static_cost",
  "budget",
] as const;
export const EVAL_TERM_IDS = [
  "quality",
  "quality_min",
  "tokens",
  "latency_p95",
  "cost",
  "errors",
  "comparability",
  "pinning",
  "evidence_source",
] as const;
export const GATE_TERM_IDS = [...FAST_TERM_IDS, ...EVAL_TERM_IDS] as const;
export type FastTermId = (typeof FAST_TERM_IDS)[number];
export type EvalTermId = (typeof EVAL_TERM_IDS)[number];
export type GateTermId = (typeof GATE_TERM_IDS)[number];

/** `not_run`: nothing was measured at all. `needs_review`: between two limits, a second reviewer looks at the cost. */
export const GATE_TERM_VERDICTS = [
  "pass",
  "needs_review",
  "fail",
  "insufficient",
  "not_run",
  "not_applicable",
  "not_comparable",
] as const;
export type GateTermVerdict = (typeof GATE_TERM_VERDICTS)[number];

/** What a gate says as a whole. Only `pass` and `needs_review` let people review. */
export const GATE_VERDICTS = ["pass", "needs_review", "fail", "insufficient", "not_run"] as const;
export type GateVerdict = (typeof GATE_VERDICTS)[number];

/** One term with every number it used. `control` and `candidate` are null where nothing was measured. */
export type GateTerm = {
  id: GateTermId;
  label: string;
  verdict: GateTermVerdict;
  control: number | null;
  candidate: number | null;
  limit: string;
  arithmetic: string;
  sentence: string;
};

/** What a term is before it is judged. */
export type TermBase = Pick<GateTerm, "id" | "label" | "limit" | "control" | "candidate">;

/** unjudged is a term without arithmetic: what it says is why. */
export function unjudged(base: TermBase, verdict: GateTermVerdict, sentence: string): GateTerm {
  return { ...base, verdict, arithmetic: "", sentence };
}

/** judged is a term that holds or does not. */
export function judged(base: TermBase, holds: boolean, arithmetic: string, sentence: string): GateTerm {
  return { ...base, verdict: holds ? "pass" : "fail", arithmetic, sentence };
}

/** isReviewable says whether people may approve what a gate said: what asks for a cost review is approved by two. */
export function isReviewable(verdict: GateVerdict): boolean {
  return verdict === "pass" || verdict === "needs_review";
}

/**
 * roundedForLimit makes a comparison with a limit mean what people read: 713 / 620 - 1 is 0.15000000000000002 in
 * floating point and exactly 15 % on paper. A billionth is far below anything that is measured.
 */
export function roundedForLimit(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** numberText writes a value with at most `decimals` places, and with more where it would look equal to `against`. */
export function numberText(value: number, against: number, decimals: number): string {
  const isSame = roundedForLimit(value) === roundedForLimit(against);
  for (let places = decimals; places < 9; places += 1) {
    const text = Number(value.toFixed(places));
    if (isSame || text !== Number(against.toFixed(places))) return String(text);
  }
  return String(roundedForLimit(value));
}

/** percentText writes a share as people do: 0.274 is `27.4%`; more places where it would look equal to `against`. */
export function percentText(share: number, against: number): string {
  return `${numberText(share * 100, against * 100, 1)}%`;
}
