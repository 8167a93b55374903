import { isOperator, type Token } from "./token.ts";

const KEYWORDS = new Set(
  [
    "and as assert async await break class continue def del elif else except finally for from global if import in",
    "is lambda nonlocal not or pass raise return try while with yield True False None",
  ]
    .join(" ")
    .split(" "),
);

/**
 * namesUsed are the names that a function takes from outside itself, as far as its words tell: neither parameters, nor
 * names that it sets itself, nor attributes. `from` is the parameters' bracket, `colon` the end of the head.
 */
export function namesUsed(
  tokens: readonly Token[],
  { from, colon, to }: { from: number; colon: number; to: number },
): Set<string> {
  const used = new Set<string>();
  const own = new Set<string>();
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
    if (isOperator(token, "(", "[", "{")) depth += 1;
    else if (isOperator(token, ")", "]", "}")) depth -= 1;
    if (token?.kind !== "name" || isOperator(before, ".") || KEYWORDS.has(token.source)) continue;
    const isParameter = at < colon && depth === 1 && isOperator(before, "(", ",", "*", "**");
    const isSet = at > colon && depth === 0 && isOperator(next, "=");
    const isTarget = at > colon && ["for", "as", "def", "class"].includes(before?.source ?? "");
    const isKeyword = at > colon && depth > 0 && isOperator(next, "=");
    if (isParameter || isSet || isTarget) own.add(token.source);
    else if (!isKeyword) used.add(token.source);
  }
  return new Set([...used].filter((name) => !own.has(name)));
}
