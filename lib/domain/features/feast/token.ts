export type Token = {
  kind: "name" | "number" | "text" | "operator" | "newline" | "bad";
  /** As it is written; a newline's is empty, or `;`. */
  source: string;
  /** What a string says; null for other tokens, and where only a running program knows. */
  value: string | null;
  /** Why a string has no value. */
  why: string;
  /** From 1. */
  line: number;
  /** Where it begins in the text. */
  start: number;
  /** The index of the bracket on the other side; -1 where there is none. */
  match: number;
};

const WORDS = {
  name: /[\p{L}_][\p{L}\p{M}\p{N}_]{0,999}/uy,
  number: /0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?/y,
  operator: /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|\*\*|\/\/|<<|>>|[<>=!+\-*/%@&|^]=|[()[\]{},:.;=+\-*/%@&|^~<>]/y,
} as const;

/** wordAt reads the name, number or operator at a place; any other character is bad. */
export function wordAt(text: string, at: number): { kind: keyof typeof WORDS | "bad"; source: string } {
  for (const kind of ["name", "number", "operator"] as const) {
    const pattern = WORDS[kind];
    pattern.lastIndex = at;
    const source = pattern.exec(text)?.[0];
    if (source !== undefined) return { kind, source };
  }
  return { kind: "bad", source: String.fromCodePoint(text.codePointAt(at) ?? 0) };
}

/** gapAfter is the index after blanks, a comment, or the backslash that continues a line; `at` where none is there. */
export function gapAfter(text: string, at: number): number {
  const char = text[at] ?? "";
  if (char === "#") {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  if (char === "\\") return /^\\\r?\n/.test(text.slice(at, at + 3)) ? text.indexOf("\n", at) + 1 : at;
  let end = at;
  while (" \t\f\r".includes(text[end] ?? "x")) end += 1;
  return end;
}

/** isOperator is true for a token that is this operator. */
export function isOperator(token: Token | undefined, ...sources: readonly string[]): boolean {
  return token?.kind === "operator" && sources.includes(token.source);
}

/** endOfGroup is the index after the bracket that closes the one at `at`; `end` where it is never closed. */
export function endOfGroup(tokens: readonly Token[], at: number, end: number): number {
  const match = tokens[at]?.match ?? -1;
  return match < at ? end : match + 1;
}
