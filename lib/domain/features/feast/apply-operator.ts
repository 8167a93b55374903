import { type PythonValue, unreadValue } from "./python-value.ts";
import { type Scope, spend } from "./scope.ts";
import { durationValue } from "./timedelta.ts";

const MAX_TEXT = 100_000;

/** applyOperator works out sums and products of numbers and durations, and joins texts and lists. */
export function applyOperator(
  operator: string,
  left: PythonValue,
  right: PythonValue,
  scope: Scope,
): PythonValue {
  const { line } = left;
  if (left.kind === "unread") return left;
  if (right.kind === "unread") return right;
  const unread = (): PythonValue => unreadValue(line, `it is worked out with \`${operator}\``);
  if (left.kind === "number" && right.kind === "number") {
    const value = calculate(operator, left.value, right.value);
    return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
      ? { kind: "number", line, value }
      : unread();
  }
  if (left.kind === "duration" || right.kind === "duration") {
    const seconds = secondsOf(operator, left, right);
    return seconds === null ? unread() : durationValue(line, seconds);
  }
  if (operator !== "+") return unread();
  if (left.kind === "text" && right.kind === "text" && left.value.length + right.value.length <= MAX_TEXT) {
    return { kind: "text", line, value: left.value + right.value };
  }
  if (left.kind !== "list" || right.kind !== "list") return unread();
  const isAffordable = spend(scope, left.items.length + right.items.length);
  return isAffordable ? { kind: "list", line, items: [...left.items, ...right.items] } : unread();
}

/** Durations add up, and are taken times or through a number. */
function secondsOf(operator: string, left: PythonValue, right: PythonValue): number | null {
  if (left.kind === "duration" && right.kind === "duration") {
    return operator === "+" || operator === "-" ? calculate(operator, left.seconds, right.seconds) : null;
  }
  if (left.kind === "duration" && right.kind === "number") {
    return operator === "*" || operator === "/" ? calculate(operator, left.seconds, right.value) : null;
  }
  if (left.kind === "number" && right.kind === "duration") {
    if (operator === "*") return left.value * right.seconds;
    // `-timedelta(...)` is read as 0 less the duration.
    return operator === "-" && left.value === 0 ? -right.seconds : null;
  }
  return null;
}

function calculate(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    default:
      return Number.NaN;
  }
}
