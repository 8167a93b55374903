/** What a hosted model costs, in USD per million tokens. */
export type ModelPrice = {
  inputUsdPerMillionTokens: number;
  outputUsdPerMillionTokens: number;
  /** Tokens of the prompt that the provider had in its cache; null where it has no such price. */
  cachedInputUsdPerMillionTokens: number | null;
};

export type PriceEntry = ModelPrice & {
  /** The name that fixes the weights: dated, or numbered where the maker numbers. */
  model: string;
  vendor: "openai" | "anthropic" | "google" | "mistral" | "groq";
  /** The most tokens that the model takes in. */
  contextTokens: number;
};

export type PriceTable = { label: string; readOn: string; source: string; entries: readonly PriceEntry[] };

type Row = readonly [model: string, input: number, cached: number | null, output: number, context: number];

function rows(vendor: PriceEntry["vendor"], list: readonly Row[]): PriceEntry[] {
  return list.map(([model, input, cached, output, contextTokens]) => ({
    ...{ model, vendor, contextTokens },
    inputUsdPerMillionTokens: input,
    cachedInputUsdPerMillionTokens: cached,
    outputUsdPerMillionTokens: output,
  }));
}

/** Standard rates for text: no batch, no priority, prompts below the length at which some makers charge more. */
const OPENAI: readonly Row[] = [
  ["gpt-5.4-mini-2026-03-17", 0.75, 0.075, 4.5, 1_050_000],
  ["gpt-5.4-nano-2026-03-17", 0.2, 0.02, 1.25, 1_050_000],
  ["gpt-5-pro-2025-10-06", 15, null, 120, 400_000],
  ["gpt-5-2025-08-07", 1.25, 0.125, 10, 272_000],
  ["gpt-5-nano-2025-08-07", 0.05, 0.005, 0.4, 272_000],
  ["gpt-4.1-2025-04-14", 2, 0.5, 8, 1_047_576],
  ["gpt-4.1-mini-2025-04-14", 0.4, 0.1, 1.6, 1_047_576],
  ["gpt-4.1-nano-2025-04-14", 0.1, 0.025, 0.4, 1_047_576],
  ["gpt-4o-2024-11-20", 2.5, 1.25, 10, 128_000],
  ["gpt-4o-2024-08-06", 2.5, 1.25, 10, 128_000],
  ["gpt-4o-2024-05-13", 5, null, 15, 128_000],
  ["gpt-4o-mini-2024-07-18", 0.15, 0.075, 0.6, 128_000],
  ["gpt-4-turbo-2024-04-09", 10, null, 30, 128_000],
  ["gpt-4-0613", 30, null, 60, 8192],
  ["gpt-3.5-turbo-0125", 0.5, null, 1.5, 16_385],
];

const ANTHROPIC: readonly Row[] = [
  ["claude-opus-4-7-20260416", 5, 0.5, 25, 1_000_000],
  ["claude-opus-4-6-20260205", 5, 0.5, 25, 1_000_000],
  ["claude-opus-4-5-20251101", 5, 0.5, 25, 200_000],
  ["claude-opus-4-1-20250805", 15, 1.5, 75, 200_000],
  ["claude-opus-4-20250514", 15, 1.5, 75, 200_000],
  ["claude-sonnet-4-5-20250929", 3, 0.3, 15, 200_000],
  ["claude-sonnet-4-20250514", 3, 0.3, 15, 1_000_000],
  ["claude-haiku-4-5-20251001", 1, 0.1, 5, 200_000],
  ["claude-3-7-sonnet-20250219", 3, 0.3, 15, 200_000],
  ["claude-3-haiku-20240307", 0.25, 0.03, 1.25, 200_000],
];

const GOOGLE: readonly Row[] = [
  ["gemini-2.5-pro", 1.25, 0.125, 10, 1_048_576],
  ["gemini-2.5-flash-preview-09-2025", 0.3, 0.075, 2.5, 1_048_576],
  ["gemini-2.5-flash-lite-preview-09-2025", 0.1, 0.01, 0.4, 1_048_576],
];

const MISTRAL: readonly Row[] = [
  ["mistral-large-2512", 0.5, null, 1.5, 262_144],
  ["mistral-large-2411", 2, null, 6, 128_000],
  ["mistral-medium-2604", 1.5, null, 7.5, 262_144],
  ["mistral-medium-2508", 0.4, null, 2, 131_072],
  ["mistral-small-3-2-2506", 0.06, null, 0.18, 131_072],
  ["ministral-8b-2512", 0.15, null, 0.15, 262_144],
  ["open-mistral-nemo-2407", 0.3, null, 0.3, 128_000],
];

/** Meta's models have the price of whoever hosts them: these are Groq's, under Groq's names. */
const GROQ: readonly Row[] = [
  ["groq/llama-3.1-8b-instant", 0.05, null, 0.08, 128_000],
  ["groq/llama-3.3-70b-versatile", 0.59, null, 0.79, 128_000],
  ["groq/meta-llama/llama-4-maverick-17b-128e-instruct", 0.2, null, 0.6, 131_072],
  ["groq/meta-llama/llama-4-scout-17b-16e-instruct", 0.11, null, 0.34, 131_072],
];

/** PRICE_TABLE is this version's table. Prices change without notice: the label and the date are shown with each cost. */
export const PRICE_TABLE: PriceTable = {
  label: "2026-11",
  readOn: "2026-11-23",
  source: "model_prices_and_context_window.json of BerriAI/litellm at commit 00035b69f416",
  entries: [
    ...rows("openai", OPENAI),
    ...rows("anthropic", ANTHROPIC),
    ...rows("google", GOOGLE),
    ...rows("mistral", MISTRAL),
    ...rows("groq", GROQ),
  ],
};
