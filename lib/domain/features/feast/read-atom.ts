import type { Cursor, Expression } from "./expression.ts";
import { readEntries, readItems } from "./read-items.ts";
import { endOfGroup, isOperator, type Token } from "./token.ts";

const MAX_DOTS = 20;
const MAX_DIGITS = 40;
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);
const KEYWORDS = new Set("lambda not await yield if else for in is and or async".split(" "));

/** readAtom reads a value without operators: a string, a number, a name, a call, a list, a tuple, a set, a dict. */
export function readAtom(cursor: Cursor, depth: number): Expression {
  const token = cursor.at < cursor.end ? cursor.tokens[cursor.at] : undefined;
  const line = token?.line ?? cursor.tokens[cursor.end - 1]?.line ?? 1;
  const unread = (why: string): Expression => ({ kind: "unread", line, why });
  if (token === undefined) return unread("nothing is there");
  if (token.kind === "text") return readText(cursor, line);
  if (token.kind === "name") return readName(cursor, token, depth);
  if (isOperator(token, "(", "[", "{")) return readGroup(cursor, token, depth);
  if (token.kind === "number") {
    cursor.at += 1;
    const value = token.source.length > MAX_DIGITS ? Number.NaN : Number(token.source.replaceAll("_", ""));
    const isKnown = Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
    return isKnown ? { kind: "number", line, value } : unread("it is a number of a size that is not read");
  }
  if (token.kind === "bad") {
    cursor.at += 1;
    return unread(token.why || "it is no Python");
  }
  return unread(`it begins with \`${token.source}\``);
}

/** Strings that stand side by side are one. */
function readText(cursor: Cursor, line: number): Expression {
  const parts: string[] = [];
  let why = "";
  for (; cursor.at < cursor.end && cursor.tokens[cursor.at]?.kind === "text"; cursor.at += 1) {
    const token = cursor.tokens[cursor.at];
    if (token?.value === null) why ||= token.why;
    parts.push(token?.value ?? "");
  }
  return why === "" ? { kind: "text", line, value: parts.join("") } : { kind: "unread", line, why };
}

function readName(cursor: Cursor, first: Token, depth: number): Expression {
  const { line } = first;
  const constant = CONSTANTS.get(first.source);
  if (KEYWORDS.has(first.source))
    return { kind: "unread", line, why: `it is worked out with \`${first.source}\`` };
  const at = cursor.at;
  cursor.at += 1;
  if (constant !== undefined) return { kind: "constant", line, value: constant };
  const names = [first.source];
  while (isOperator(cursor.tokens[cursor.at], ".") && cursor.tokens[cursor.at + 1]?.kind === "name") {
    if (cursor.at + 1 >= cursor.end || names.length > MAX_DOTS) break;
    names.push(cursor.tokens[cursor.at + 1]?.source ?? "");
    cursor.at += 2;
  }
  const path = names.join(".");
  if (cursor.at >= cursor.end || !isOperator(cursor.tokens[cursor.at], "("))
    return { kind: "name", line, path };
  const close = endOfGroup(cursor.tokens, cursor.at, cursor.end);
  const items = readItems(inside(cursor, close), depth + 1);
  cursor.at = close;
  if (!isOperator(cursor.tokens[cursor.at], ".", "(", "[") || cursor.at >= cursor.end) {
    // The name before the bracket is what a view is known by when it is looked for among all tokens.
    return { kind: "call", line, callee: path, items, at: at + 2 * (names.length - 1) };
  }
  return { kind: "unread", line, why: `it uses what \`${path}\` returns` };
}

function readGroup(cursor: Cursor, open: Token, depth: number): Expression {
  const { line } = open;
  const close = endOfGroup(cursor.tokens, cursor.at, cursor.end);
  const within = inside(cursor, close);
  cursor.at = close;
  if (open.match < 0) return { kind: "unread", line, why: `\`${open.source}\` is never closed` };
  if (open.source === "{") return readEntries(within, depth + 1, line);
  const items = readItems(within, depth + 1);
  const [only] = items;
  const hasComma = isOperator(cursor.tokens[within.end - 1], ",");
  const isParenthesis = open.source === "(" && items.length === 1 && !hasComma && only?.spread === "";
  return isParenthesis && only !== undefined ? only.value : { kind: "list", line, items };
}

function inside(cursor: Cursor, close: number): Cursor {
  const isClosed = (cursor.tokens[cursor.at]?.match ?? -1) >= 0;
  return { ...cursor, at: cursor.at + 1, end: isClosed ? close - 1 : close };
}
