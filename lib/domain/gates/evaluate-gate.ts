import type { PromotionPolicy } from "../policy/schema.ts";
import type { EvalSummary } from "./eval-summary.ts";
import { compareKeys, type EvidenceKey } from "./evidence-key.ts";
import { type GateTerm, numberText, percentText, roundedForLimit } from "./gate-term.ts";

export type GateVerdict = "pass" | "fail" | "insufficient";
export type GateResult = { verdict: GateVerdict; terms: GateTerm[] };
export type GateEvidence = { summary: EvalSummary; evidenceKey: EvidenceKey };
export type GateFacts = {
  policy: Pick<PromotionPolicy, "gates">;
  candidate: GateEvidence | null;
  baseline: GateEvidence | null;
  /** False for an environment's first release: there is nothing to compare with, and relative terms do not apply. */
  hasBaseRelease: boolean;
};

/**
 * evaluateGate judges a candidate's eval run by a policy, one term for each rule. A missing number is `insufficient`,
 * never a pass. One failed term fails the gate; a gate in which no term could be judged is insufficient.
 */
export function evaluateGate(facts: GateFacts): GateResult {
  const { quality, tokens, latencyP95Ms } = facts.policy.gates;
  const terms = [
    quality.mustImprove ? judgeImprovement(facts) : null,
    quality.min === undefined ? null : judgeMinimum(facts, quality.min),
    tokens === undefined ? null : judgeTokens(facts, tokens.maxIncrease),
    latencyP95Ms === undefined ? null : judgeLatency(facts, latencyP95Ms.max),
    judgeErrors(facts),
  ].filter((term) => term !== null);
  return { verdict: verdictOf(terms), terms };
}

function verdictOf(terms: readonly GateTerm[]): GateVerdict {
  if (terms.some((term) => term.verdict === "fail")) return "fail";
  const judged = terms.filter((term) => term.verdict !== "not_applicable");
  return judged.length > 0 && judged.every((term) => term.verdict === "pass") ? "pass" : "insufficient";
}

type TermBase = Pick<GateTerm, "id" | "label" | "limit" | "control" | "candidate">;

function unjudged(base: TermBase, verdict: GateTerm["verdict"], sentence: string): GateTerm {
  return { ...base, verdict, arithmetic: "", sentence };
}

function judged(base: TermBase, holds: boolean, arithmetic: string, sentence: string): GateTerm {
  return { ...base, verdict: holds ? "pass" : "fail", arithmetic, sentence };
}

/** Why a term that compares with the base cannot be judged; null when both numbers are there and comparable. */
function whyNotRelative(facts: GateFacts, base: TermBase): GateTerm | null {
  const { candidate, baseline } = facts;
  if (!facts.hasBaseRelease)
    return unjudged(base, "not_applicable", `${base.label}: first release, there is nothing to compare with`);
  if (candidate === null) return unjudged(base, "insufficient", "no eval run of the candidate");
  if (baseline === null) return unjudged(base, "insufficient", "no eval run of the release it replaces");
  const comparison = compareKeys(baseline.evidenceKey, candidate.evidenceKey);
  if (!comparison.comparable) {
    return unjudged(base, "not_comparable", `runs are not comparable: ${comparison.differing.join(", ")}`);
  }
  return null;
}

function judgeImprovement(facts: GateFacts): GateTerm {
  const control = facts.baseline?.summary.quality ?? null;
  const candidate = facts.candidate?.summary.quality ?? null;
  const base = { id: "quality", label: "Quality", limit: "above the base", control, candidate } as const;
  const refusal = whyNotRelative(facts, base);
  if (refusal !== null) return refusal;
  if (control === null || candidate === null)
    return unjudged(base, "insufficient", "quality was not measured");
  const improved = roundedForLimit(candidate) > roundedForLimit(control);
  const [from, to] = [numberText(control, candidate, 4), numberText(candidate, control, 4)];
  const gain = numberText(candidate - control, 0, 4);
  const arithmetic = `${to} - ${from} = ${candidate > control ? "+" : ""}${gain}`;
  return judged(base, improved, arithmetic, `quality ${to} ${improved ? ">" : "is not above"} ${from}`);
}

function judgeMinimum(facts: GateFacts, min: number): GateTerm {
  const control = facts.baseline?.summary.quality ?? null;
  const candidate = facts.candidate?.summary.quality ?? null;
  const base = { id: "quality_min", label: "Quality", limit: `at least ${min}`, control, candidate } as const;
  if (candidate === null) return unjudged(base, "insufficient", "no eval run of the candidate");
  const holds = roundedForLimit(candidate) >= min;
  const text = numberText(candidate, min, 4);
  return judged(base, holds, `${text} against ${min}`, `quality ${text} ${holds ? ">=" : "<"} ${min}`);
}

function judgeTokens(facts: GateFacts, maxIncrease: number): GateTerm {
  const control = facts.baseline?.summary.tokensMean ?? null;
  const candidate = facts.candidate?.summary.tokensMean ?? null;
  const most = `${roundedForLimit(maxIncrease * 100)}%`;
  const base = {
    id: "tokens",
    label: "Tokens per answer",
    limit: `at most +${most}`,
    control,
    candidate,
  } as const;
  const refusal = whyNotRelative(facts, base);
  if (refusal !== null) return refusal;
  if (candidate === null) return unjudged(base, "insufficient", "tokens of the candidate were not measured");
  if (control === null || control === 0)
    return unjudged(base, "insufficient", "tokens of the release it replaces were not measured");
  const increase = candidate / control - 1;
  const holds = roundedForLimit(increase) <= maxIncrease;
  const text = percentText(increase, maxIncrease);
  const division = `${numberText(candidate, control, 1)} / ${numberText(control, candidate, 1)} - 1`;
  return judged(base, holds, `${division} = ${text}`, `token increase ${text} ${holds ? "<=" : ">"} ${most}`);
}

function judgeLatency(facts: GateFacts, maxMs: number): GateTerm {
  const control = facts.baseline?.summary.latencyP95Ms ?? null;
  const candidate = facts.candidate?.summary.latencyP95Ms ?? null;
  const limit = `at most ${maxMs} ms`;
  const base = { id: "latency_p95", label: "Latency p95", limit, control, candidate } as const;
  if (facts.candidate === null) return unjudged(base, "insufficient", "no eval run of the candidate");
  if (candidate === null) return unjudged(base, "insufficient", "latency of the candidate was not measured");
  const holds = roundedForLimit(candidate) <= maxMs;
  const text = numberText(candidate, maxMs, 1);
  const sentence = `latency p95 ${text} ms ${holds ? "<=" : ">"} ${maxMs} ms`;
  return judged(base, holds, `${text} ms against ${maxMs} ms`, sentence);
}

/**
 * A case that ended in an error tells about the run, not about the release: in the control's run it would make any
 * candidate look better, in the candidate's it takes its latency and tokens out of the count. So the run is repeated.
 */
function judgeErrors(facts: GateFacts): GateTerm | null {
  const runs = [
    { name: "the candidate", summary: facts.candidate?.summary },
    { name: "the release it replaces", summary: facts.hasBaseRelease ? facts.baseline?.summary : undefined },
  ];
  const broken = runs.flatMap(({ name, summary }) =>
    summary === undefined || summary.errorCount === 0
      ? []
      : [`${summary.errorCount} of ${summary.caseCount} cases of ${name} ended in an error: run them again`],
  );
  if (broken.length === 0) return null;
  const [candidate, control] = runs.map(({ summary }) => summary?.errorCount ?? null);
  const base = { id: "errors", label: "Cases without an answer", limit: "none" } as const;
  const numbers = { control: control ?? null, candidate: candidate ?? null };
  return unjudged({ ...base, ...numbers }, "insufficient", broken.join("; "));
}
