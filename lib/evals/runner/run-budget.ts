import { costUsd } from "../../domain/prices/price-of.ts";
import type { Completion } from "./completion.ts";
import type { ChatMessage, RunPlan, RunPrice } from "./plan-types.ts";

const CHARS_PER_TOKEN = 4;
/** How long an answer is thought to be before any was seen, where the settings name no limit. */
const USUAL_OUTPUT_TOKENS = 500;

/** priceCompletion is an answer's cost in US dollars by its reported tokens; null where price or tokens are unknown. */
export function priceCompletion(
  { inputTokens, outputTokens }: Pick<Completion, "inputTokens" | "outputTokens">,
  price: RunPrice | null,
): number | null {
  if (price === null || inputTokens === null || outputTokens === null) return null;
  return costUsd({ inputTokens, outputTokens }, price);
}

/** estimateCall is what one call may cost, by the length of its texts; 0 where no price is known (then no budget is). */
export function estimateCall(
  messages: readonly Pick<ChatMessage, "content">[],
  price: RunPrice | null,
  outputTokens = USUAL_OUTPUT_TOKENS,
): number {
  if (price === null) return 0;
  const inputTokens = Math.ceil(
    messages.reduce((sum, { content }) => sum + content.length, 0) / CHARS_PER_TOKEN,
  );
  return costUsd({ inputTokens, outputTokens }, price);
}

/** estimateCase is what a case may cost before any was measured: its answer, and the judge who reads it. */
export function estimateCase(plan: RunPlan, messages: readonly ChatMessage[]): number {
  const outputTokens = plan.settings.maxOutputTokens ?? USUAL_OUTPUT_TOKENS;
  const answer = estimateCall(messages, plan.model.price, outputTokens);
  if (plan.judge === null) return answer;
  const given = [
    ...messages,
    { content: plan.judge.rubric },
    { content: "x".repeat(outputTokens * CHARS_PER_TOKEN) },
  ];
  return answer + estimateCall(given, plan.judge.model.price, 200);
}

/**
 * What a run has spent and has under way, in US dollars. A case may begin when spent, what is under way, and its own
 * estimate stay within the budget: so the budget is passed by no more than what was in flight cost above its estimate.
 */
export class RunBudget {
  spentUsd: number;
  #reservedUsd = 0;
  #highestUsd = 0;
  readonly #limitUsd: number | null;

  constructor(limitUsd: number | null, spentUsd: number) {
    this.#limitUsd = limitUsd;
    this.spentUsd = spentUsd;
  }

  /** What was measured counts more than what was guessed: the dearest case so far is the next one's estimate. */
  estimate(guessUsd: number): number {
    return this.#highestUsd > 0 ? this.#highestUsd : guessUsd;
  }

  /** Reserves an estimate, or says that it would pass the budget. */
  reserve(estimateUsd: number): boolean {
    if (this.#limitUsd !== null && this.spentUsd + this.#reservedUsd + estimateUsd > this.#limitUsd)
      return false;
    this.#reservedUsd += estimateUsd;
    return true;
  }

  charge(usd: number): void {
    this.spentUsd += usd;
  }

  release(estimateUsd: number, chargedUsd: number): void {
    this.#reservedUsd = Math.max(0, this.#reservedUsd - estimateUsd);
    this.#highestUsd = Math.max(this.#highestUsd, chargedUsd);
  }
}
