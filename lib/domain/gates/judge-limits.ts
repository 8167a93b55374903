import { type GateTerm, roundedForLimit, type TermBase, unjudged } from "./gate-term.ts";

/** Above `review` a second reviewer looks at the number, above `block` nobody can let it through. */
export type TwoLimits = { review?: number | undefined; block?: number | undefined };

/**
 * judgeLimits judges a number between two limits, each included: pass, needs_review, or fail. The sentence names the
 * limit that decided: `token increase 27.4% > 15%`.
 */
export function judgeLimits(
  base: TermBase,
  value: number,
  limits: TwoLimits,
  words: {
    what: string;
    arithmetic: (text: string) => string;
    text: (value: number, against: number) => string;
  },
): GateTerm {
  const { review, block } = limits;
  const rounded = roundedForLimit(value);
  const said = (verdict: GateTerm["verdict"], limit: number, sign: string) => {
    const text = words.text(value, limit);
    const sentence = `${words.what} ${text} ${sign} ${words.text(limit, limit)}`;
    return { ...base, verdict, arithmetic: words.arithmetic(text), sentence };
  };
  if (block !== undefined && rounded > block) return said("fail", block, ">");
  if (review !== undefined && rounded > review) return said("needs_review", review, ">");
  const lowest = review ?? block;
  return lowest === undefined
    ? unjudged(base, "not_applicable", `${words.what}: no limit`)
    : said("pass", lowest, "<=");
}

/** limitWords says two limits in a column's width: `at most +15%, review above +10%`. */
export function limitWords({ review, block }: TwoLimits, text: (value: number) => string): string {
  const parts = [
    block === undefined ? null : `at most ${text(block)}`,
    review === undefined ? null : `review above ${text(review)}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}
