import type { Token } from "./token.ts";

/** A value as it is written: the part of Python that can be known without running it; the rest says why it cannot. */
export type Expression = { line: number } & (
  | { kind: "text"; value: string }
  | { kind: "number"; value: number }
  | { kind: "constant"; value: boolean | null }
  /** `a.b.c` */
  | { kind: "name"; path: string }
  | { kind: "call"; callee: string; items: Item[]; at: number }
  | { kind: "list"; items: Item[] }
  | { kind: "dict"; entries: { key: Expression; value: Expression }[] }
  | { kind: "operation"; operator: string; left: Expression; right: Expression }
  | { kind: "unread"; why: string }
);

/** An item of a list, or an argument: `x`, `name=x`, `*x`, `**x`. */
export type Item = { name: string | null; spread: "" | "*" | "**"; value: Expression };

/** A place in the tokens of one statement; `at` moves forward as things are read, and never past `end`. */
export type Cursor = {
  tokens: readonly Token[];
  at: number;
  end: number;
  /** Reads a value with everything in it; values hold lists, and lists hold values. */
  readValue: (cursor: Cursor, depth: number, isKey: boolean) => Expression;
};
