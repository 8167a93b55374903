import { applyOperator } from "./apply-operator.ts";
import type { Expression, Item } from "./expression.ts";
import type { MadeCall } from "./python-module.ts";
import { type PythonValue, unreadValue } from "./python-value.ts";
import { lookUp, type Scope, spend } from "./scope.ts";
import { durationOf } from "./timedelta.ts";

/** evaluate works a written value out as far as it can be known; calls that were made are told to `onCall`. */
export function evaluate(
  expression: Expression,
  scope: Scope,
  onCall: (made: MadeCall) => void,
): PythonValue {
  const { line } = expression;
  const workOut = (one: Expression): PythonValue => evaluate(one, scope, onCall);
  switch (expression.kind) {
    case "name":
      return lookUp(scope, expression.path, line);
    case "list":
      return listOf(expression.items, line, scope, workOut);
    case "dict":
      return {
        kind: "dict",
        line,
        entries: expression.entries.map(({ key, value }) => ({ key: workOut(key), value: workOut(value) })),
      };
    case "operation":
      return applyOperator(expression.operator, workOut(expression.left), workOut(expression.right), scope);
    case "call": {
      const value = callOf(expression, scope, workOut);
      if (value.kind !== "call") return value;
      if (value.call.path === "datetime.timedelta") return durationOf(value.call);
      onCall({ value, at: expression.at });
      return value;
    }
    default:
      return expression;
  }
}

function listOf(
  items: readonly Item[],
  line: number,
  scope: Scope,
  workOut: (one: Expression) => PythonValue,
): PythonValue {
  const values: PythonValue[] = [];
  for (const item of items) {
    const value = workOut(item.value);
    if (item.spread === "") values.push(value);
    else if (value.kind !== "list") values.push(value.kind === "unread" ? value : notAList(value.line));
    else if (spend(scope, value.items.length)) for (const one of value.items) values.push(one);
    else return unreadValue(line, "it is too long to be worked out");
  }
  return { kind: "list", line, items: values };
}

function notAList(line: number): PythonValue {
  return unreadValue(line, "it takes items from what is no list here");
}

function callOf(
  { callee, items, line }: Extract<Expression, { kind: "call" }>,
  scope: Scope,
  workOut: (one: Expression) => PythonValue,
): PythonValue {
  const target = lookUp(scope, callee, line);
  const args: PythonValue[] = [];
  const spreads: PythonValue[] = [];
  const named = new Map<string, PythonValue>();
  for (const item of items) {
    const value = workOut(item.value);
    if (item.spread !== "") spreads.push(value);
    else if (item.name === null) args.push(value);
    else named.set(item.name, value);
  }
  if (target.kind !== "name") return unreadValue(line, `it is what \`${callee}\` returns`);
  const className = target.path.split(".").at(-1) ?? "";
  const call = { line, path: target.path, className, args, named, spreads, decorates: null };
  return { kind: "call", line, call };
}
