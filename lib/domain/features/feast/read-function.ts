import type { LogicalLine } from "./logical-lines.ts";
import { namesUsed } from "./names-used.ts";
import type { PythonModule } from "./python-module.ts";
import type { PythonFunction } from "./python-value.ts";
import { endOfGroup, isOperator, type Token } from "./token.ts";

const INDENT = "    ";
const TAB = 8;

/**
 * readFunction reads `def` with its body: the head in one form, the body dedented, with its comments and without blank
 * lines. A line that begins inside a string stays as it is. Null where the line is no `def`.
 */
export function readFunction(
  module: Pick<PythonModule, "text" | "source" | "tokens">,
  head: LogicalLine,
  block: readonly LogicalLine[],
): PythonFunction | null {
  const { text, tokens } = module;
  const def = tokens[head.from]?.source === "async" ? head.from + 1 : head.from;
  const name = tokens[def + 1];
  if (tokens[def]?.source !== "def" || name?.kind !== "name") return null;
  let colon = def + 2;
  while (colon < head.to && !isOperator(tokens[colon], ":")) {
    colon = isOperator(tokens[colon], "(", "[", "{") ? endOfGroup(tokens, colon, head.to) : colon + 1;
  }
  const [first, last] = [tokens[colon + 1], tokens[head.to - 1]];
  const isInline = first !== undefined && last !== undefined && colon + 1 < head.to;
  const body = isInline
    ? [INDENT + text.slice(first.start, last.start + last.source.length)]
    : blockText(module, head, block);
  const header = `${joinTokens(tokens.slice(head.from, colon))}:`;
  return {
    name: name.source,
    line: name.line,
    body: [header, ...body].join("\n"),
    uses: namesUsed(tokens, { from: def + 2, colon, to: block.at(-1)?.to ?? head.to }),
  };
}

function blockText(
  { source, tokens }: Pick<PythonModule, "source" | "tokens">,
  head: LogicalLine,
  block: readonly LogicalLine[],
): string[] {
  const last = block.at(-1);
  const indent = block[0]?.indent ?? 0;
  if (last === undefined) return [];
  const inString = linesInStrings(tokens.slice(head.from, last.to));
  const lines: string[] = [];
  const end = lastLineOf(tokens, last);
  for (let line = lastLineOf(tokens, head) + 1; line <= source.length; line += 1) {
    const text = source[line - 1] ?? "";
    const isBlank = text.trim() === "";
    if (line > end && !isBlank && !(text.trimStart().startsWith("#") && widthOf(text) >= indent)) break;
    const kept = inString.has(line + 1) ? text : text.trimEnd();
    if (inString.has(line)) lines.push(kept);
    else if (!isBlank) lines.push(INDENT + dedent(kept, indent));
  }
  return lines;
}

/** Lines whose beginning is a part of a string. */
function linesInStrings(tokens: readonly Token[]): Set<number> {
  const lines = new Set<number>();
  for (const { kind, source, line } of tokens) {
    const breaks = kind === "text" && source.includes("\n") ? source.split("\n").length - 1 : 0;
    for (let count = 1; count <= breaks; count += 1) lines.add(line + count);
  }
  return lines;
}

function lastLineOf(tokens: readonly Token[], { from, to, line }: LogicalLine): number {
  const last = tokens[Math.max(from, to - 1)];
  return last === undefined ? line : last.line + last.source.split("\n").length - 1;
}

function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    if (char !== " " && char !== "\t") break;
    width = char === "\t" ? (Math.floor(width / TAB) + 1) * TAB : width + 1;
  }
  return width;
}

function dedent(text: string, indent: number): string {
  return " ".repeat(Math.max(0, widthOf(text) - indent)) + text.trimStart();
}

/** One way to write a head, however it was broken into lines. */
function joinTokens(tokens: readonly Token[]): string {
  const words = tokens.filter(
    (token, at) => !(isOperator(token, ",") && isOperator(tokens[at + 1], ")", "]", "}")),
  );
  let text = "";
  words.forEach((word, at) => {
    const before = words[at - 1];
    const areWords = before !== undefined && before.kind !== "operator" && word.kind !== "operator";
    const isSpaced = isOperator(before, ",", ":", "->") || isOperator(word, "->");
    text += (areWords || isSpaced ? " " : "") + word.source;
  });
  return text;
}
