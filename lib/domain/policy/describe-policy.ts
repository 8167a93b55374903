import { assertNever } from "../assert-never.ts";
import { roundedForLimit } from "../gates/gate-term.ts";
import type { EvidenceSource, PromotionPolicy } from "./schema.ts";

/** describePolicy says a policy in plain sentences, one rule each, in the order in which a release meets them. */
export function describePolicy(policy: PromotionPolicy): string[] {
  const { quality, tokens, latencyP95Ms, cost, budget, across, evidence } = policy.evalGate;
  return [
    quality.mustImprove ? "Quality has to be above that of the release it replaces." : null,
    quality.min === undefined ? null : `Quality has to be ${quality.min} or more.`,
    ...tokenWords(tokens),
    latencyP95Ms === undefined
      ? "Latency has no limit."
      : `95 of 100 answers have to come within ${latencyP95Ms.max} ms.`,
    ...costWords(cost),
    budget === undefined ? null : `Evaluating one candidate may cost $${budget.evalUsd} at most.`,
    across === undefined || across.length === 0
      ? null
      : `Runs may be compared across another ${across.map((kind) => kind.replace("_", " ")).join(" or ")}.`,
    sourceWords(evidence?.from ?? "any"),
    evidence?.key === undefined
      ? null
      : `Evidence counts when the API key ${evidence.key} sent it, or Tupelo's own runner measured it.`,
    shadowWords(policy.shadow.required),
    reviewWords(policy.reviews),
    policy.merge === "console"
      ? "After approval the console merges the pull request."
      : "After approval a person merges the pull request on the git host.",
    rolloutWords(policy.rollout.stepsBp),
    policy.rollout.salted ? "Each rollout begins with other subjects." : null,
    `Then it bakes for ${count(policy.rollout.bakeHours, "hour")} before it can be known good.`,
    `After a rollback no rollout starts for ${count(policy.cooldownMinutes, "minute")}.`,
  ].filter((sentence) => sentence !== null);
}

function tokenWords(tokens: PromotionPolicy["evalGate"]["tokens"]): (string | null)[] {
  if (tokens === undefined) return ["Tokens have no limit."];
  const percent = (limit: number) => `${roundedForLimit(limit * 100)} %`;
  const { review, block } = tokens;
  return [
    review === undefined
      ? null
      : `Tokens of an answer may grow by ${percent(review)}; above that a second reviewer looks at the cost.`,
    block === undefined ? null : `Tokens of an answer may grow by ${percent(block)} at most.`,
  ];
}

function costWords(cost: PromotionPolicy["evalGate"]["cost"]): (string | null)[] {
  if (cost === undefined) return [];
  const { reviewUsdMonthly: review, blockUsdMonthly: block } = cost;
  return [
    review === undefined ? null : `Above $${review} a month a second reviewer looks at the cost.`,
    block === undefined ? null : `It may cost $${block} a month at most.`,
  ];
}

function sourceWords(from: EvidenceSource): string | null {
  switch (from) {
    case "any":
      return null;
    case "not_author":
      return "Evidence counts when somebody else than an author sent it.";
    case "runner":
      return "Evidence counts when Tupelo's own runner measured it.";
    default:
      return assertNever(from);
  }
}

function shadowWords(required: PromotionPolicy["shadow"]["required"]): string {
  switch (required) {
    case "before_review":
      return "A shadow comparison has to be done before review.";
    case "before_canary":
      return "A shadow comparison has to be done before the first step.";
    case "never":
      return "No shadow comparison is asked for.";
    default:
      return assertNever(required);
  }
}

function reviewWords(reviews: PromotionPolicy["reviews"]): string {
  const people = reviews.required === 1 ? "One other person has" : `${reviews.required} other people have`;
  return `${people} to approve; an approval lasts ${count(reviews.ttlHours, "hour")}.`;
}

function rolloutWords(stepsBp: readonly number[]): string {
  const shares = stepsBp.map((step) => `${step / 100} %`);
  if (shares.length === 1) return "It goes to all subjects in one step.";
  return `It goes to ${shares.slice(0, -1).join(", ")} and then ${shares.at(-1)} of the subjects.`;
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
