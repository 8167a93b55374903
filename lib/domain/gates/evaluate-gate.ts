import type { GateFacts } from "./gate-facts.ts";
import {
  EVAL_TERM_IDS,
  type GateTerm,
  type GateVerdict,
  judged,
  numberText,
  percentText,
  roundedForLimit,
  type TermBase,
  unjudged,
} from "./gate-term.ts";
import { judgeEvidence, whyNotRelative } from "./judge-evidence.ts";
import { judgeLimits, limitWords, type TwoLimits } from "./judge-limits.ts";

export type GateResult = { verdict: GateVerdict; terms: GateTerm[] };

/** Terms that measure answers: a gate in which none of them was judged has proved nothing. */
const MEASURING_TERMS: readonly string[] = ["quality", "quality_min", "tokens", "latency_p95", "cost"];

/**
 * evaluateGate judges a candidate's eval run by a policy, one term for each rule. A missing number is `insufficient`
 * and a missing run `not_run`, never a pass. One failed term fails the gate; a gate in which no term could be judged
 * is insufficient; one between its two limits asks for a cost review.
 */
export function evaluateGate(facts: GateFacts): GateResult {
  const { quality, tokens, latencyP95Ms, cost } = facts.policy.evalGate;
  const terms = [
    quality.mustImprove ? judgeImprovement(facts) : null,
    quality.min === undefined ? null : judgeMinimum(facts, quality.min),
    tokens === undefined ? null : judgeTokens(facts, tokens),
    latencyP95Ms === undefined ? null : judgeLatency(facts, latencyP95Ms.max),
    cost === undefined
      ? null
      : judgeCost(facts, { review: cost.reviewUsdMonthly, block: cost.blockUsdMonthly }),
    ...judgeEvidence(facts),
  ].filter((term) => term !== null);
  return {
    verdict: facts.candidate === null && facts.unpinnedRuns.length === 0 ? "not_run" : verdictOf(terms),
    terms,
  };
}

/** costReviewOf says what a second reviewer has to look at, in words; null where no term asks for it. */
export function costReviewOf(terms: readonly GateTerm[]): string | null {
  const asked = terms.filter((term) => term.verdict === "needs_review").map((term) => term.sentence);
  return asked.length === 0 ? null : [...new Set(asked)].join("; ");
}

/** verdictOf sums up terms, those of several policies together. */
export function verdictOf(terms: readonly GateTerm[]): GateVerdict {
  const asked = terms.filter((term) => EVAL_TERM_IDS.some((id) => id === term.id));
  if (asked.some((term) => term.verdict === "fail")) return "fail";
  const judgedTerms = asked.filter((term) => term.verdict !== "not_applicable");
  const hasMeasured = judgedTerms.some((term) => MEASURING_TERMS.includes(term.id));
  if (!hasMeasured || !judgedTerms.every(({ verdict }) => verdict === "pass" || verdict === "needs_review"))
    return "insufficient";
  return judgedTerms.some((term) => term.verdict === "needs_review") ? "needs_review" : "pass";
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
  if (candidate === null) return unjudged(base, "not_run", "no eval run of the candidate");
  const holds = roundedForLimit(candidate) >= min;
  const text = numberText(candidate, min, 4);
  return judged(base, holds, `${text} against ${min}`, `quality ${text} ${holds ? ">=" : "<"} ${min}`);
}

function judgeTokens(facts: GateFacts, limits: TwoLimits): GateTerm {
  const control = facts.baseline?.summary.tokensMean ?? null;
  const candidate = facts.candidate?.summary.tokensMean ?? null;
  const limit = limitWords(limits, (share) => `+${percentText(share, share)}`);
  const base: TermBase = { id: "tokens", label: "Tokens per answer", limit, control, candidate };
  const refusal = whyNotRelative(facts, base);
  if (refusal !== null) return refusal;
  if (candidate === null) return unjudged(base, "insufficient", "tokens of the candidate were not measured");
  if (control === null || control === 0)
    return unjudged(base, "insufficient", "tokens of the release it replaces were not measured");
  const division = `${numberText(candidate, control, 1)} / ${numberText(control, candidate, 1)} - 1`;
  return judgeLimits(base, candidate / control - 1, limits, {
    what: "token increase",
    arithmetic: (text) => `${division} = ${text}`,
    text: percentText,
  });
}

function judgeLatency(facts: GateFacts, maxMs: number): GateTerm {
  const control = facts.baseline?.summary.latencyP95Ms ?? null;
  const candidate = facts.candidate?.summary.latencyP95Ms ?? null;
  const limit = `at most ${maxMs} ms`;
  const base = { id: "latency_p95", label: "Latency p95", limit, control, candidate } as const;
  if (facts.candidate === null) return unjudged(base, "not_run", "no eval run of the candidate");
  if (candidate === null) return unjudged(base, "insufficient", "latency of the candidate was not measured");
  const holds = roundedForLimit(candidate) <= maxMs;
  const text = numberText(candidate, maxMs, 1);
  const sentence = `latency p95 ${text} ms ${holds ? "<=" : ">"} ${maxMs} ms`;
  return judged(base, holds, `${text} ms against ${maxMs} ms`, sentence);
}

/** What answers cost as they were measured, at the project's monthly requests. */
function judgeCost(facts: GateFacts, limits: TwoLimits): GateTerm {
  const { monthlyRequests } = facts;
  const monthly = (mean: number | null | undefined) =>
    mean === null || mean === undefined || monthlyRequests === null
      ? null
      : roundedForLimit(mean * monthlyRequests);
  const control = monthly(facts.baseline?.summary.costUsdMean);
  const candidate = monthly(facts.candidate?.summary.costUsdMean);
  const limit = limitWords(limits, (usd) => `$${usd} a month`);
  const base: TermBase = { id: "cost", label: "Cost a month", limit, control, candidate };
  if (facts.candidate === null) return unjudged(base, "not_run", "no eval run of the candidate");
  if (monthlyRequests === null)
    return unjudged(base, "insufficient", "tupelo.yaml does not say `monthlyRequests`: add it");
  if (candidate === null) return unjudged(base, "insufficient", "cost of the candidate was not measured");
  return judgeLimits(base, candidate, limits, {
    what: "measured cost a month",
    arithmetic: (text) => `$${facts.candidate?.summary.costUsdMean} x ${monthlyRequests} = ${text}`,
    text: (usd, against) => `$${numberText(usd, against, 2)}`,
  });
}
