import type { Statement } from "./logical-lines.ts";
import type { PythonModule } from "./python-module.ts";
import { unreadValue } from "./python-value.ts";
import { markChanged } from "./read-assignment.ts";
import { readImport } from "./read-import.ts";
import { newScope } from "./scope.ts";
import { endOfGroup, isOperator, type Token } from "./token.ts";

const ASSIGNS = /^(?:[:,]|(?:\*\*|\/\/|>>|<<|[+\-*/%@&|^])?=)$/;
const KEYWORDS = new Set(
  "if elif else for while try except finally with match case async return pass raise assert del".split(" "),
);

/** readBlock reads an `if`, a loop or the like: what it sets or changes is unknown, as nothing is run. */
export function readBlock(
  module: Pick<PythonModule, "tokens" | "scope" | "changed">,
  statement: Statement,
  word: string,
): void {
  const { tokens, scope } = module;
  const why = `it is set inside \`${word}\` on line ${statement.line}`;
  const unset = (name: Token): void => {
    scope.names.set(name.source, unreadValue(name.line, why));
  };
  for (const line of [statement, ...statement.block]) {
    const imported = newScope();
    if (readImport(tokens, line, imported)) {
      for (const [name, value] of imported.names) if (!scope.names.has(name)) scope.names.set(name, value);
      scope.hasFeastStar ||= imported.hasFeastStar;
      continue;
    }
    for (const start of startsIn(tokens, line.from, line.to)) {
      const [first, second] = [tokens[start], tokens[start + 1]];
      if (first?.kind !== "name") continue;
      if (first.source === "def" || first.source === "class") {
        if (second !== undefined) unset(second);
      } else if (KEYWORDS.has(first.source)) continue;
      else if (second?.kind === "operator" && ASSIGNS.test(second.source)) {
        // `x += [...]` changes a list for all who have it; `x = ...` does not.
        if (second.source.length > 1) markChanged(module, first);
        unset(first);
      } else if (isOperator(second, ".", "[")) markChanged(module, first);
    }
    for (const name of targetsIn(tokens, line.from, line.to)) unset(name);
  }
}

/** Where statements begin: at the line's start, and behind the colon of a head that has its body beside it. */
function startsIn(tokens: readonly Token[], from: number, to: number): number[] {
  const starts = [from];
  for (let at = from; at < to; ) {
    if (isOperator(tokens[at], ":") && at + 1 < to) starts.push(at + 1);
    at = isOperator(tokens[at], "(", "[", "{") ? endOfGroup(tokens, at, to) : at + 1;
  }
  return starts;
}

/** Names behind `as`, and between `for` and `in`. */
function targetsIn(tokens: readonly Token[], from: number, to: number): Token[] {
  const found: Token[] = [];
  let isTarget = false;
  for (let at = from; at < to; at += 1) {
    const token = tokens[at];
    if (token?.source === "in" || isOperator(token, ":")) isTarget = false;
    else if (token?.kind === "name" && (isTarget || tokens[at - 1]?.source === "as")) found.push(token);
    if (at === from && token?.source === "for") isTarget = true;
  }
  return found;
}
