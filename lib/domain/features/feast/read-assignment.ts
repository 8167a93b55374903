import type { LogicalLine } from "./logical-lines.ts";
import type { PythonModule } from "./python-module.ts";
import { type PythonValue, unreadValue } from "./python-value.ts";
import { endOfGroup, isOperator, type Token } from "./token.ts";

const CHANGES = /^(?:\*\*|\/\/|>>|<<|[+\-*/%@&|^])=$/;

/**
 * readAssignment reads a line that is no import, function or block: `x = ...`, or something that changes a value, such
 * as `x += ...`, `x.append(...)`, `x.ttl = ...` and `del x`. `valueAt` works out what begins at a token.
 */
export function readAssignment(
  module: Pick<PythonModule, "tokens" | "scope" | "changed">,
  line: LogicalLine,
  valueAt: (at: number) => PythonValue,
): void {
  const { tokens, scope } = module;
  const { from, to } = line;
  const [first, second] = [tokens[from], tokens[from + 1]];
  const equals = equalSigns(tokens, from, to);
  const last = equals.at(-1);
  if (first?.source === "del") {
    const names = tokens.slice(from + 1, to).filter((token) => token.kind === "name");
    for (const name of names) unset(name, "it is deleted");
  } else if (last !== undefined) {
    const value = valueAt(last + 1);
    let start = from;
    for (const equal of equals) {
      assign(module, start, equal, value);
      start = equal + 1;
    }
  } else if (first?.kind === "name" && CHANGES.test(second?.source ?? "")) {
    markChanged(module, first);
    unset(first, `it is changed by \`${second?.source}\``);
  } else {
    valueAt(from);
    if (first !== undefined && isOperator(second, ".", "[")) markChanged(module, first);
  }
  function unset(name: Token, why: string): void {
    scope.names.set(name.source, unreadValue(line.line, `${why} on line ${line.line}`));
  }
}

function assign(
  module: Pick<PythonModule, "tokens" | "scope" | "changed">,
  from: number,
  to: number,
  value: PythonValue,
): void {
  const { tokens, scope } = module;
  const [first, second] = [tokens[from], tokens[from + 1]];
  if (first?.kind === "name" && (from + 1 === to || isOperator(second, ":"))) {
    scope.names.set(first.source, value);
  } else if (first?.kind === "name" && isOperator(second, ".", "[")) markChanged(module, first);
  else {
    const names = tokens.slice(from, to).filter((token) => token.kind === "name");
    const why = "it is one of several that are assigned at once";
    for (const { source, line } of names) scope.names.set(source, unreadValue(line, why));
  }
}

/** markChanged keeps that the value of a name is not what it was made as. */
export function markChanged({ scope, changed }: Pick<PythonModule, "scope" | "changed">, name: Token): void {
  const value = scope.names.get(name.source);
  if (value !== undefined && value.kind !== "name") changed.set(value, name.line);
}

/** Those that assign: outside of brackets. */
function equalSigns(tokens: readonly Token[], from: number, to: number): number[] {
  const found: number[] = [];
  let at = from;
  while (at < to) {
    if (isOperator(tokens[at], "=")) found.push(at);
    at = isOperator(tokens[at], "(", "[", "{") ? endOfGroup(tokens, at, to) : at + 1;
  }
  return found;
}
