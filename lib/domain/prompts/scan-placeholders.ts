import type { OtherSyntax, PromptText, VariableUse } from "./prompt.ts";
import { createLineIndex } from "./text-lines.ts";

/** Every pattern is bounded and has one class between its ends, so that the time grows with the text alone. */
const BRACES = /\{\{([^{}]{0,200})\}\}/g;
const OPEN = /\{\{/g;
const LOGIC = /\{%([^{}%]{0,300})%\}/g;
const FOREIGN = [
  ["dollar", /\$\{([A-Za-z_]\w{0,63})\}/g],
  ["f-string", /(?<![{$%])\{([A-Za-z_]\w{0,63})\}(?!\})/g],
] as const;

/** A name, in any script. Combining marks belong to it, so that decomposed spellings are seen as names. */
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]{0,63}$/u;
const FILTERED = /^([\p{L}_][\p{L}\p{M}\p{N}_.-]{0,63})\s{0,20}[|(]/u;
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]{0,63}/gu;

/** A text with more placeholders than this is no prompt; the rest of it is not looked at. */
export const MOST_PLACEHOLDERS = 10_000;
/** Findings of one kind: the first ones say enough. */
const MOST_OTHER = 200;

export type Placeholders = { used: VariableUse[]; other: OtherSyntax[]; mentioned: string[] };
type LineOf = (position: number) => number;
type Inner = { name: string } | { other: "filter" | "logic"; name: string };

/** readPlaceholder says what stands between two pairs of braces: a name to be filled in, or something that is not. */
export function readPlaceholder(inner: string): Inner {
  const trimmed = inner.trim();
  if (NAME.test(trimmed) && trimmed !== "else") return { name: trimmed };
  const filtered = FILTERED.exec(trimmed)?.[1];
  if (filtered !== undefined) return { other: "filter", name: filtered };
  return { other: "logic", name: trimmed.slice(0, 40) };
}

/** scanPlaceholders finds what a text wants filled in, and what it writes in other languages. Linear in the text. */
export function scanPlaceholders(source: PromptText): Placeholders {
  const { text, path, lines } = source;
  const lineIn = createLineIndex(text);
  const lineOf: LineOf = (position) => lines[lineIn(position) - 1] ?? lines.at(-1) ?? 1;
  const found = scanBraces(text, path, lineOf);
  for (const match of firstOf(text.matchAll(LOGIC), MOST_PLACEHOLDERS)) {
    const inner = match[1] ?? "";
    found.mentioned.push(...(inner.match(WORD) ?? []));
    found.other.push({
      syntax: "logic",
      name: inner.trim().slice(0, 40),
      path,
      line: lineOf(match.index),
    });
  }
  for (const [syntax, pattern] of FOREIGN) {
    for (const match of firstOf(text.matchAll(pattern), MOST_OTHER))
      found.other.push({ syntax, name: match[1] ?? "", path, line: lineOf(match.index) });
  }
  return found;
}

function scanBraces(text: string, path: string, lineOf: LineOf): Placeholders {
  const found: Placeholders = { used: [], other: [], mentioned: [] };
  const whole = new Set<number>();
  for (const match of firstOf(text.matchAll(BRACES), MOST_PLACEHOLDERS)) {
    whole.add(match.index);
    const inner = match[1] ?? "";
    const read = readPlaceholder(inner);
    const place = { path, line: lineOf(match.index) };
    if (!("other" in read)) {
      found.used.push({ name: read.name, ...place });
      continue;
    }
    found.other.push({ syntax: read.other, name: read.name, ...place });
    // A comment ({{! ...}}) mentions nothing that has to be bound.
    if (!inner.trim().startsWith("!")) found.mentioned.push(...(inner.match(WORD) ?? []));
  }
  // What was not looked at for its end cannot be called open.
  if (whole.size >= MOST_PLACEHOLDERS) return found;
  let broken = 0;
  for (const { index } of text.matchAll(OPEN)) {
    if (whole.has(index) || whole.has(index + 1)) continue;
    broken += 1;
    if (broken > MOST_OTHER) break;
    const name = text.slice(index, index + 20).split("\n")[0] ?? "";
    found.other.push({ syntax: "broken", name, path, line: lineOf(index) });
  }
  return found;
}

function* firstOf<T>(items: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count === most) return;
    count += 1;
    yield item;
  }
}
