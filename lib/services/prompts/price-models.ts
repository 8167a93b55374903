import { encodingOf } from "../../contents/count-tokens.ts";
import { withData } from "../../contents/read-data.ts";
import { type KnownPrice, priceOf } from "../../domain/prices/price-of.ts";
import { staticCost } from "../../domain/prices/static-cost.ts";
import type { Prompt } from "../../domain/prompts/prompt.ts";
import { asMap, asNumber, asText } from "../../domain/prompts/read-value.ts";
import { tokensOf } from "./describe-prompt.ts";

export type ModelVersion = {
  name: string;
  version: string;
  files: readonly { path: string; text: string | null }[];
};
type Facts = {
  prompt: Prompt;
  models: readonly ModelVersion[];
  meanOutputTokens: number | null;
  monthlyRequests: number | null;
};

/** priceModels is the static cost of a prompt with each model that a release pairs it with, and with its own. */
export function priceModels({ prompt, models, meanOutputTokens, monthlyRequests }: Facts) {
  const own =
    prompt.model === null
      ? []
      : [{ model: prompt.model.name, price: priceOf(prompt.model.name), known: prompt.model.name }];
  return [...own, ...models.map(priceModel)].map(({ model, price, known }) => {
    const templateTokens = tokensOf(prompt, known);
    return {
      model,
      priceSource: price?.source ?? null,
      tokensWords: encodingOf(known).words,
      templateTokens,
      meanOutputTokens,
      ...staticCost({ templateTokens, meanOutputTokens, monthlyRequests, price }),
    };
  });
}

/** A model's YAML says its price, or names a hosted model; an adapter's base is priced only where the table has it. */
function priceModel({ name, version, files }: ModelVersion): {
  model: string;
  price: KnownPrice | null;
  known: string;
} {
  const fields = withData(files.map(({ path, text }) => ({ path, text }))).map(({ data }) => asMap(data));
  const textOf = (key: string) =>
    fields.map((map) => asText(map?.get(key))).find((text) => text !== null) ?? null;
  const stated = fields.map((map) => asMap(map?.get("price"))).find((map) => map !== null);
  const input = asNumber(stated?.get("inputUsdPerMillionTokens"));
  const output = asNumber(stated?.get("outputUsdPerMillionTokens"));
  const names = [textOf("model"), `${name}-${version}`, version, name, textOf("base")].filter(
    (text) => text !== null,
  );
  const known = names.find((each) => priceOf(each) !== null) ?? textOf("model") ?? textOf("base") ?? name;
  const own =
    input === null || output === null
      ? null
      : { inputUsdPerMillionTokens: input, outputUsdPerMillionTokens: output };
  return { model: `${name}@${version}`, price: priceOf(known, own), known };
}
