import type { Unread } from "../feature-view-spec.ts";
import { scanString } from "./scan-string.ts";
import { gapAfter, type Token, wordAt } from "./token.ts";

export type Tokens = { tokens: readonly Token[]; unread: Unread[] };
type State = { text: string; at: number; line: number; tokens: Token[]; open: number[]; unread: Unread[] };

const MAX_TOKENS = 100_000;
const MAX_PROBLEMS = 20;
const CLOSES: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

/** tokenize splits Python's source into words in linear time. What is no Python is a `bad` token and is said. */
export function tokenize(text: string): Tokens {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  const state: State = { text, at: start, line: 1, tokens: [], open: [], unread: [] };
  while (state.at < text.length && state.tokens.length < MAX_TOKENS) readNext(state);
  if (state.at < text.length) say(state, state.line, "The file is too long: nothing is read from here on.");
  const unclosed = state.open[0] === undefined ? undefined : state.tokens[state.open[0]];
  if (unclosed !== undefined) say(state, unclosed.line, `\`${unclosed.source}\` is never closed.`);
  return { tokens: state.tokens, unread: state.unread };
}

function readNext(state: State): void {
  const { text, at } = state;
  const gap = gapAfter(text, at);
  if (gap > at) {
    if (text[at] === "\\") state.line += 1;
    state.at = gap;
  } else if (text[at] === "\n") {
    endLine(state, "");
    state.at += 1;
    state.line += 1;
  } else if (text[at] === ";" && state.open.length === 0) {
    endLine(state, ";");
    state.at = at + 1;
  } else if (!readString(state)) readWord(state);
}

/** A statement ends where a line does, unless a bracket is open. */
function endLine(state: State, source: ";" | ""): void {
  const last = state.tokens.at(-1);
  if (state.open.length === 0 && last !== undefined && last.kind !== "newline")
    push(state, "newline", source);
}

function readString(state: State): boolean {
  const string = scanString(state.text, state.at);
  if (string === null) return false;
  const { isClosed, value, why } = string;
  const source = state.text.slice(state.at, string.end);
  if (!isClosed) say(state, state.line, "The string that begins on this line is not closed.");
  push(state, isClosed ? "text" : "bad", source, { value, why });
  state.line += source.includes("\n") ? source.split("\n").length - 1 : 0;
  return true;
}

function readWord(state: State): void {
  const word = wordAt(state.text, state.at);
  if (word.kind === "bad") {
    const code = (word.source.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    say(state, state.line, `This line has a character that Python does not know (U+${code}).`);
  }
  if (word.kind === "operator") readOperator(state, word.source);
  else push(state, word.kind, word.source);
}

function readOperator(state: State, source: string): void {
  const opener = CLOSES.get(source);
  if (opener === undefined) {
    if ("([{".includes(source)) state.open.push(state.tokens.length);
    push(state, "operator", source);
    return;
  }
  const openAt = state.open.at(-1) ?? -1;
  const open = state.tokens[openAt];
  if (open?.source !== opener) {
    say(state, state.line, `\`${source}\` closes no bracket.`);
    push(state, "bad", source);
    return;
  }
  state.open.pop();
  open.match = state.tokens.length;
  push(state, "operator", source, { match: openAt });
}

function push(state: State, kind: Token["kind"], source: string, rest: Partial<Token> = {}): void {
  const { line, at: start } = state;
  state.tokens.push({ kind, source, value: null, why: "", line, start, match: -1, ...rest });
  state.at += source.length;
}

function say(state: State, line: number, sentence: string): void {
  if (state.unread.length < MAX_PROBLEMS) state.unread.push({ line, sentence });
}
