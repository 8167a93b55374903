import { z } from "zod";

const MAX_TEXT_CHARS = 20_000;

/**
 * Numbers as they are or not at all: text, NaN and infinity (1e400) are refused, never rounded or guessed.
 * -0 becomes 0.
 */
export const finiteNumber = z.number().transform((value) => value + 0);
export const measuredNumber = z
  .number()
  .nonnegative()
  .transform((value) => value + 0);
/** 0 (worst) to 1 (best). */
export const shareNumber = z
  .number()
  .min(0)
  .max(1)
  .transform((value) => value + 0);

/** Tokens are counted in integers that the database holds. */
export const tokenCount = z.int().min(0).max(2_147_483_647);

const WONT_STORE = "has a character that cannot be stored";

/** A case's id is its identity: a character that cannot be stored is refused, because replacing it could merge two. */
export const caseIdText = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => storableText(text) === text, WONT_STORE);

/** Metrics are told apart by their names, as cases by their ids. */
export const metricName = z
  .string()
  .min(1)
  .max(100)
  .refine((text) => storableText(text) === text, WONT_STORE);
export const MAX_METRICS = 100;

/** A slice of the golden set. */
export const tagText = z.string().min(1).max(100).transform(storableText);
export const MAX_TAGS = 50;

/** storableText keeps 20,000 characters and replaces what Postgres cannot store (NUL, half a surrogate pair). */
export function storableText(text: string): string {
  return text
    .slice(0, MAX_TEXT_CHARS)
    .replaceAll("\0", "\uFFFD")
    .replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** textOf is any JSON value as a person reads it; null and undefined are nothing. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return storableText(typeof value === "string" ? value : JSON.stringify(value));
}
