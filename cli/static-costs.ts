import type { Layout } from "../lib/domain/gitops/layout.ts";
import { priceOf } from "../lib/domain/prices/price-of.ts";
import { parsePrompt } from "../lib/domain/prompts/parse-prompt.ts";
import { promptText } from "../lib/domain/prompts/prompt.ts";
import type { FolderArtifact } from "./folder-artifact.ts";

/**
 * staticCosts says what each prompt's own tokens cost at the project's monthly requests, in words. A prompt that names
 * no model with a known price is left out; without `monthlyRequests` nothing is counted and no tokenizer is loaded.
 */
export async function staticCosts(layout: Layout, artifacts: readonly FolderArtifact[]): Promise<string[]> {
  const { monthlyRequests } = layout;
  if (monthlyRequests === undefined) return [];
  const priced = artifacts
    .filter((artifact) => artifact.kind === "prompt")
    .flatMap((artifact) => {
      const prompt = parsePrompt(artifact.files);
      const price = prompt.model === null ? null : priceOf(prompt.model.name);
      return price === null ? [] : [{ artifact, text: promptText(prompt), price }];
    });
  if (priced.length === 0) return [];
  const { countTokens } = await import("../lib/contents/count-tokens.ts");
  return priced.flatMap(({ artifact, text, price }) => {
    const tokens = countTokens(text);
    if (tokens === null) return [];
    const usd = (tokens * monthlyRequests * price.inputUsdPerMillionTokens) / 1_000_000;
    const shown = `${artifact.name}${artifact.version === null ? "" : `@${artifact.version}`}`;
    return [
      `${shown}: ${tokens} tokens x ${monthlyRequests} requests = $${usd.toFixed(2)} a month, answers not counted`,
    ];
  });
}
