import { type ModelPrice, PRICE_TABLE, type PriceEntry } from "./price-table.ts";

export type KnownPrice = ModelPrice & {
  /** `manifest`: the model's own YAML says so; else the price table's label and source. */
  source: string;
};

const BY_NAME: ReadonlyMap<string, PriceEntry> = new Map(
  PRICE_TABLE.entries.map((entry) => [entry.model, entry]),
);

/** Ways in which gateways write who hosts a model; what follows is the maker's own name. */
const HOSTS = ["openai/", "anthropic/", "google/", "gemini/", "vertex_ai/", "mistral/", "mistralai/"];

/** findEntry finds a model in the price table by its exact name, with or without the maker before it. */
export function findEntry(modelName: string): PriceEntry | null {
  const name = modelName.trim().toLowerCase();
  const host = HOSTS.find((prefix) => name.startsWith(prefix)) ?? "";
  return BY_NAME.get(name) ?? BY_NAME.get(name.slice(host.length)) ?? null;
}

/**
 * priceOf is what a model costs: what its manifest says, else the table's entry. Null means that no price is known,
 * which is never the same as free.
 */
export function priceOf(
  modelName: string,
  manifestPrice: Pick<ModelPrice, "inputUsdPerMillionTokens" | "outputUsdPerMillionTokens"> | null = null,
): KnownPrice | null {
  if (manifestPrice !== null) {
    const { inputUsdPerMillionTokens, outputUsdPerMillionTokens } = manifestPrice;
    return {
      ...{ inputUsdPerMillionTokens, outputUsdPerMillionTokens },
      cachedInputUsdPerMillionTokens: null,
      source: "manifest",
    };
  }
  const entry = findEntry(modelName);
  if (entry === null) return null;
  const { inputUsdPerMillionTokens, outputUsdPerMillionTokens, cachedInputUsdPerMillionTokens } = entry;
  return {
    ...{ inputUsdPerMillionTokens, outputUsdPerMillionTokens, cachedInputUsdPerMillionTokens },
    source: `price table ${PRICE_TABLE.label}`,
  };
}

/** contextTokensOf is the most tokens a model takes in; null where it is not in the table. */
export function contextTokensOf(modelName: string): number | null {
  return findEntry(modelName)?.contextTokens ?? null;
}

export type TokenCount = { inputTokens: number; outputTokens: number };

/** costUsd is the price of so many tokens, in USD, without rounding. */
export function costUsd(
  { inputTokens, outputTokens }: TokenCount,
  price: Pick<ModelPrice, "inputUsdPerMillionTokens" | "outputUsdPerMillionTokens">,
): number {
  const { inputUsdPerMillionTokens, outputUsdPerMillionTokens } = price;
  return (inputTokens * inputUsdPerMillionTokens + outputTokens * outputUsdPerMillionTokens) / 1_000_000;
}
