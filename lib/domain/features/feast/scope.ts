import { type PythonValue, unreadValue } from "./python-value.ts";

/** What the names of a module stand for at one point of reading it. */
export type Scope = {
  names: Map<string, PythonValue>;
  /** Whether `from feast import *` may have brought names. */
  hasFeastStar: boolean;
  /** How many more items may be copied: a file may not make much out of little. */
  budget: number;
};

/** newScope is that of an empty module. */
export function newScope(): Scope {
  return { names: new Map(), hasFeastStar: false, budget: 100_000 };
}

/** lookUp finds what a dotted name stands for; unread where the file does not say. */
export function lookUp(scope: Scope, path: string, line: number): PythonValue {
  const [root = "", ...rest] = path.split(".");
  const found = scope.names.get(root);
  if (found === undefined) {
    if (scope.hasFeastStar) return { kind: "name", line, path: `feast.${path}` };
    return unreadValue(line, `\`${root}\` is not defined in this file`);
  }
  if (rest.length === 0) return found;
  if (found.kind === "name") return { kind: "name", line, path: [found.path, ...rest].join(".") };
  if (found.kind === "unread") return found;
  return unreadValue(line, `\`${path}\` is a part of \`${root}\` that is not looked into`);
}

/** spend takes items from the budget; false where it is used up. */
export function spend(scope: Scope, count: number): boolean {
  scope.budget -= count;
  return scope.budget >= 0;
}
