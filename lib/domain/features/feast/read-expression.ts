import type { Cursor, Expression } from "./expression.ts";
import { readAtom } from "./read-atom.ts";
import { readItems } from "./read-items.ts";
import { endOfGroup, isOperator, type Token } from "./token.ts";

const MAX_DEPTH = 60;
const MAX_OPERATORS = 100;
const LEVELS = [
  ["+", "-"],
  ["*", "/", "//"],
] as const;

/** readExpression reads the value that stands between two tokens, as on the right of `=`; commas make it a tuple. */
export function readExpression(tokens: readonly Token[], at: number, end: number): Expression {
  const cursor: Cursor = { tokens, at, end, readValue };
  const items = readItems(cursor, 0);
  const [only] = items;
  const line = tokens[at]?.line ?? 1;
  const isTuple = items.length !== 1 || isOperator(tokens[end - 1], ",") || only?.spread !== "";
  return isTuple || only === undefined ? { kind: "list", line, items } : only.value;
}

/**
 * Up to the comma, bracket or end that follows. Something else behind the value (a condition, a comprehension, a
 * comparison) makes all of it unread. `isKey`: a colon ends it too, as in a dict.
 */
function readValue(cursor: Cursor, depth: number, isKey: boolean): Expression {
  const line = lineAt(cursor);
  const from = cursor.at;
  const value: Expression =
    depth > MAX_DEPTH
      ? { kind: "unread", line, why: `it is nested more than ${MAX_DEPTH} deep` }
      : readSum(cursor, depth, 0);
  if (isAtEnd(cursor, isKey) && cursor.at > from) return value;
  const next = cursor.tokens[cursor.at];
  while (!isAtEnd(cursor, isKey)) skip(cursor);
  if (value.kind === "unread") return value;
  return { kind: "unread", line, why: whyNot(next?.source ?? "") };
}

function whyNot(word: string): string {
  if (word === "for") return "it is worked out by a loop (`for`)";
  if (word === "if") return "it depends on a condition (`if`)";
  return `it is worked out with \`${word}\``;
}

/** Sums and products, from the left; the levels are those of Python. */
function readSum(cursor: Cursor, depth: number, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return readSigned(cursor, depth);
  let left = readSum(cursor, depth, level + 1);
  for (let count = 1; isOperator(cursor.tokens[cursor.at], ...operators); count += 1) {
    if (cursor.at >= cursor.end) break;
    const { line } = left;
    if (count > MAX_OPERATORS) return { kind: "unread", line, why: "it is too long to be worked out" };
    const operator = cursor.tokens[cursor.at]?.source ?? "";
    cursor.at += 1;
    left = { kind: "operation", line, operator, left, right: readSum(cursor, depth, level + 1) };
  }
  return left;
}

function readSigned(cursor: Cursor, depth: number): Expression {
  const line = lineAt(cursor);
  if (!isOperator(cursor.tokens[cursor.at], "-", "+")) return readAtom(cursor, depth);
  const isNegative = isOperator(cursor.tokens[cursor.at], "-");
  cursor.at += 1;
  const right = readAtom(cursor, depth);
  if (!isNegative) return right;
  return { kind: "operation", line, operator: "-", left: { kind: "number", line, value: 0 }, right };
}

function isAtEnd(cursor: Cursor, isKey: boolean): boolean {
  const token = cursor.tokens[cursor.at];
  if (token === undefined || cursor.at >= cursor.end || token.kind === "newline") return true;
  return isOperator(token, ",", ")", "]", "}") || (isKey && isOperator(token, ":"));
}

function skip(cursor: Cursor): void {
  const isGroup = isOperator(cursor.tokens[cursor.at], "(", "[", "{");
  cursor.at = isGroup ? endOfGroup(cursor.tokens, cursor.at, cursor.end) : cursor.at + 1;
}

function lineAt(cursor: Cursor): number {
  return (cursor.tokens[cursor.at] ?? cursor.tokens[cursor.end - 1])?.line ?? 1;
}
