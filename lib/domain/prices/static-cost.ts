import { costUsd } from "./price-of.ts";
import type { ModelPrice } from "./price-table.ts";

export type StaticCostFacts = {
  /** Tokens of the template itself; what is filled in comes on top and is not known before traffic. */
  templateTokens: number | null;
  /** Mean of measured answers, from the newest eval run of a release with this prompt. */
  meanOutputTokens: number | null;
  /** `monthlyRequests` of tupelo.yaml. */
  monthlyRequests: number | null;
  price: Pick<ModelPrice, "inputUsdPerMillionTokens" | "outputUsdPerMillionTokens"> | null;
};

export type StaticCost = {
  costUsdPerRequest: number | null;
  costUsdPerMonth: number | null;
  /** What is not known, in words; empty when the month's cost is. */
  missing: string[];
};

/**
 * staticCost is what a prompt costs before any model call: (template tokens × input price + mean output tokens ×
 * output price) / 1,000,000, times the month's requests. A part that is not known makes the number null, never zero.
 */
export function staticCost(facts: StaticCostFacts): StaticCost {
  const { templateTokens, meanOutputTokens, monthlyRequests, price } = facts;
  const missing = [
    ...(price === null ? ["no price is known for the model"] : []),
    ...(templateTokens === null ? ["the template's tokens could not be counted"] : []),
    ...(meanOutputTokens === null ? ["no eval run has measured the length of answers"] : []),
    ...(monthlyRequests === null ? ["tupelo.yaml does not say monthlyRequests"] : []),
  ];
  const costUsdPerRequest =
    price === null || templateTokens === null || meanOutputTokens === null
      ? null
      : costUsd({ inputTokens: templateTokens, outputTokens: meanOutputTokens }, price);
  return {
    costUsdPerRequest,
    costUsdPerMonth:
      costUsdPerRequest === null || monthlyRequests === null ? null : costUsdPerRequest * monthlyRequests,
    missing,
  };
}
