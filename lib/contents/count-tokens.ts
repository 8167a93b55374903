import * as cl100k from "gpt-tokenizer/encoding/cl100k_base";
import * as o200k from "gpt-tokenizer/encoding/o200k_base";

export const TOKEN_ENCODINGS = ["o200k_base", "cl100k_base"] as const;
export type TokenEncoding = (typeof TOKEN_ENCODINGS)[number];

/** Texts longer than this are not counted: the count would hold up everybody else. Unit: UTF-16 code units. */
export const MAX_COUNTED_CHARACTERS = 1_000_000;

/** A word of this many characters without a break is no language; pieces of it are counted one by one. */
const LONGEST_PIECE = 2_000;

/** Text that looks like a control token (`<|endoftext|>`) is text, as it is when a gateway sends it. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/**
 * countTokens is how many tokens a text has in an encoding of OpenAI's. Long runs are counted in pieces of 2,000
 * characters, which may count a token more for each piece. Null for a text over 1,000,000 characters.
 */
export function countTokens(text: string, encoding: TokenEncoding = "o200k_base"): number | null {
  if (text.length > MAX_COUNTED_CHARACTERS) return null;
  const { countTokens: count } = encoding === "o200k_base" ? o200k : cl100k;
  return piecesOf(text).reduce((sum, piece) => sum + count(piece, AS_TEXT), 0);
}

/** Whole lines where they are of a size that people write, so that the count is exact for these. */
function piecesOf(text: string): string[] {
  const isShort = text.split("\n").every((line) => line.length <= LONGEST_PIECE);
  if (isShort) return [text];
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += LONGEST_PIECE) pieces.push(text.slice(at, at + LONGEST_PIECE));
  return pieces;
}

export type TokenizerChoice = {
  encoding: TokenEncoding;
  /** True where the model has another tokenizer, so that the count is an estimate. */
  isEstimate: boolean;
  /** `o200k_base`, or `estimated with o200k_base`. */
  words: string;
};

/** Models of OpenAI before GPT-4o. */
const OLDER = /^(gpt-4(-turbo|-\d{4}|-vision|$)|gpt-3\.5|text-embedding-)/;
const OPENAI = /^(gpt-|o[1-9]|chatgpt)/;

/** encodingOf chooses the encoding for a model by its name; for other makers' models the count is an estimate. */
export function encodingOf(modelName: string): TokenizerChoice {
  const name = modelName
    .trim()
    .toLowerCase()
    .replace(/^openai\//, "");
  const encoding: TokenEncoding = OLDER.test(name) ? "cl100k_base" : "o200k_base";
  const isEstimate = !OPENAI.test(name);
  return { encoding, isEstimate, words: isEstimate ? `estimated with ${encoding}` : encoding };
}
