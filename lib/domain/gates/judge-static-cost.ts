import type { PromotionPolicy } from "../policy/schema.ts";
import { type GateTerm, numberText, roundedForLimit, type TermBase, unjudged } from "./gate-term.ts";
import { judgeLimits, limitWords } from "./judge-limits.ts";

/** What can be said of money before any model call. Null is not known, which is never taken for free. */
export type StaticCostFacts = {
  policy: Pick<PromotionPolicy, "evalGate">;
  /** Tokens of the prompt as the model would read it. */
  promptTokens: number | null;
  inputUsdPerMillionTokens: number | null;
  monthlyRequests: number | null;
  /** How many cases one evaluation asks; null without a golden set. */
  caseCount: number | null;
  /** What all the candidate's eval runs with a known cost have cost so far; null where none reported it. */
  spentUsd: number | null;
  /** Eval runs of the candidate whose cost is not known: they are told, and never taken for free. */
  unknownCostRuns: number;
};

const TOKENS_PER_PRICE = 1_000_000;

/**
 * judgeStaticCost says what the prompt's own tokens cost at the project's monthly requests, and what evaluating the
 * candidate costs. Answers are not in it: how long they are is measured, not read. Without a limit in the policy an
 * unknown number does not apply; with one it is insufficient.
 */
export function judgeStaticCost(facts: StaticCostFacts): GateTerm[] {
  return [monthlyTerm(facts), budgetTerm(facts)];
}

function monthlyTerm(facts: StaticCostFacts): GateTerm {
  const { promptTokens, inputUsdPerMillionTokens: price, monthlyRequests } = facts;
  const { cost } = facts.policy.evalGate;
  const limits = { review: cost?.reviewUsdMonthly, block: cost?.blockUsdMonthly };
  const limit = cost === undefined ? "no limit" : limitWords(limits, (usd) => `$${usd} a month`);
  const base: TermBase = {
    id: "static_cost",
    label: "Prompt cost a month",
    limit,
    control: null,
    candidate: null,
  };
  const missing = missingFact(facts, monthlyRequests === null ? "`monthlyRequests` in tupelo.yaml" : null);
  if (missing !== null || promptTokens === null || price === null || monthlyRequests === null) {
    return unjudged(
      base,
      cost === undefined ? "not_applicable" : "insufficient",
      `not known without ${missing}`,
    );
  }
  const usd = roundedForLimit((promptTokens * monthlyRequests * price) / TOKENS_PER_PRICE);
  const product = `${promptTokens} tokens x ${monthlyRequests} requests x $${price} / 1M`;
  const judged = { ...base, candidate: usd };
  if (cost === undefined) {
    const text = usdText(usd, usd);
    return {
      ...judged,
      verdict: "pass",
      arithmetic: `${product} = ${text}`,
      sentence: `the prompt costs ${text} a month`,
    };
  }
  return judgeLimits(judged, usd, limits, {
    what: "prompt cost a month",
    arithmetic: (text) => `${product} = ${text}`,
    text: usdText,
  });
}

/** What was spent counts where runs said it; before, the prompts of one evaluation are counted. */
function budgetTerm(facts: StaticCostFacts): GateTerm {
  const { promptTokens, inputUsdPerMillionTokens: price, caseCount, spentUsd } = facts;
  const most = facts.policy.evalGate.budget?.evalUsd;
  const limit = most === undefined ? "no budget" : `at most $${most}`;
  const base: TermBase = { id: "budget", label: "Evaluation budget", limit, control: null, candidate: null };
  if (most === undefined) return unjudged(base, "not_applicable", "the policy sets no budget for evaluating");
  const limits = { block: most };
  if (spentUsd !== null) {
    const term = judgeLimits({ ...base, candidate: spentUsd }, spentUsd, limits, {
      what: "eval runs cost",
      arithmetic: (text) => `${text} spent`,
      text: usdText,
    });
    return withUnknownRuns(term, facts.unknownCostRuns);
  }
  const missing = missingFact(facts, caseCount === null ? "a golden set" : null);
  if (missing !== null || promptTokens === null || price === null || caseCount === null)
    return unjudged(base, "insufficient", `not known without ${missing}`);
  const usd = roundedForLimit((promptTokens * caseCount * price) / TOKENS_PER_PRICE);
  const term = judgeLimits({ ...base, candidate: usd }, usd, limits, {
    what: "prompts of one evaluation cost",
    arithmetic: (text) => `${promptTokens} tokens x ${caseCount} cases x $${price} / 1M = ${text}`,
    text: usdText,
  });
  return withUnknownRuns(term, facts.unknownCostRuns);
}

function withUnknownRuns(term: GateTerm, count: number): GateTerm {
  if (count === 0) return term;
  const more = `${count} eval ${count === 1 ? "run does" : "runs do"} not say what ${count === 1 ? "it" : "they"} cost`;
  return { ...term, sentence: `${term.sentence}; ${more}` };
}

function missingFact(facts: StaticCostFacts, other: string | null): string | null {
  const missing = [
    facts.promptTokens === null ? "a prompt" : null,
    facts.inputUsdPerMillionTokens === null ? "a price for the model" : null,
    other,
  ].filter((name) => name !== null);
  return missing.length === 0 ? null : missing.join(" and ");
}

/** Cents, and what is less than a cent with two digits that count. */
function usdText(usd: number, against: number): string {
  if (usd > 0 && usd < 0.01) return `$${Number(usd.toPrecision(2))}`;
  return `$${numberText(usd, against, 2)}`;
}
