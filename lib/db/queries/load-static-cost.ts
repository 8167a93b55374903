import type { StaticCostFacts } from "../../domain/gates/judge-static-cost.ts";
import { priceOf } from "../../domain/prices/price-of.ts";
import type { PartCheck } from "./load-part-checks.ts";

/** loadStaticCost says what is known of a release's cost before any model call: tokens of its prompts, price, cases. */
export async function loadStaticCost(
  parts: readonly { kind: string; name: string; artifactVersionId: string }[],
  checks: ReadonlyMap<string, PartCheck>,
): Promise<Pick<StaticCostFacts, "promptTokens" | "inputUsdPerMillionTokens" | "caseCount">> {
  const known = parts.flatMap((part) => {
    const check = checks.get(part.artifactVersionId);
    return check === undefined ? [] : [{ part, check }];
  });
  const texts = known.flatMap(({ check }) => (check.promptText === null ? [] : [check.promptText]));
  const counts = known.flatMap(({ check }) => (check.caseCount === null ? [] : [check.caseCount]));
  const model = known.find(({ part }) => part.kind === "model");
  const price = model === undefined ? null : priceOf(model.part.name, model.check.price);
  return {
    // Without a price nobody asks for tokens, and the tokenizer's tables are not read.
    promptTokens: price === null || texts.length === 0 ? null : await countTokens(texts),
    inputUsdPerMillionTokens: price?.inputUsdPerMillionTokens ?? null,
    caseCount: counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0),
  };
}

async function countTokens(texts: readonly string[]): Promise<number> {
  const { countTokens: count } = await import("gpt-tokenizer/encoding/o200k_base");
  return texts.reduce((sum, text) => sum + count(text), 0);
}
