import type { Cursor, Expression, Item } from "./expression.ts";
import { isOperator } from "./token.ts";

/** readItems reads what is between two brackets: values, `name=value`, `*values` and `**names`. */
export function readItems(cursor: Cursor, depth: number): Item[] {
  const items: Item[] = [];
  while (cursor.at < cursor.end) {
    const token = cursor.tokens[cursor.at];
    const isSpread = isOperator(token, "*", "**");
    const isNamed = token?.kind === "name" && isOperator(cursor.tokens[cursor.at + 1], "=");
    cursor.at += isNamed ? 2 : isSpread ? 1 : 0;
    items.push({
      name: isNamed ? token.source : null,
      spread: isSpread ? (token?.source === "*" ? "*" : "**") : "",
      value: cursor.readValue(cursor, depth, false),
    });
    stepOver(cursor);
  }
  return items;
}

/** readEntries reads between braces: a dict, or a set, which is a list here. */
export function readEntries(cursor: Cursor, depth: number, line: number): Expression {
  const entries: { key: Expression; value: Expression }[] = [];
  const items: Item[] = [];
  while (cursor.at < cursor.end) {
    if (isOperator(cursor.tokens[cursor.at], "*", "**")) {
      const why = "it takes names and values from somewhere else";
      return { kind: "unread", line, why };
    }
    const key = cursor.readValue(cursor, depth, true);
    if (cursor.at < cursor.end && isOperator(cursor.tokens[cursor.at], ":")) {
      cursor.at += 1;
      entries.push({ key, value: cursor.readValue(cursor, depth, false) });
    } else items.push({ name: null, spread: "", value: key });
    stepOver(cursor);
  }
  return items.length > 0 && entries.length === 0
    ? { kind: "list", line, items }
    : items.length > 0
      ? { kind: "unread", line, why: "it is no dict" }
      : { kind: "dict", line, entries };
}

/** Over the comma; or over what cannot stand here, so that reading always ends. */
function stepOver(cursor: Cursor): void {
  if (cursor.at < cursor.end) cursor.at += 1;
}
