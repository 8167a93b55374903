import type { Token } from "./token.ts";

/** A statement's own line: tokens from `from` up to (not with) `to`, which is its newline. */
export type LogicalLine = { from: number; to: number; line: number; indent: number };
/** A statement of the module, with the indented lines below it. */
export type Statement = LogicalLine & { block: readonly LogicalLine[] };

const TAB = 8;

/** splitLines groups tokens into lines as Python counts them: an open bracket continues one, `;` ends one. */
export function splitLines(text: string, tokens: readonly Token[]): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let from = 0;
  for (let at = 0; at <= tokens.length; at += 1) {
    const first = tokens[from];
    if (at < tokens.length && tokens[at]?.kind !== "newline") continue;
    if (first !== undefined && at > from) {
      const isSameLine = tokens[from - 1]?.source === ";";
      const indent = isSameLine ? (lines.at(-1)?.indent ?? 0) : indentBefore(text, first.start);
      lines.push({ from, to: at, line: first.line, indent });
    }
    from = at + 1;
  }
  return lines;
}

/** splitStatements gives each line at the left edge the indented lines that follow it. */
export function splitStatements(lines: readonly LogicalLine[]): Statement[] {
  const statements: (LogicalLine & { block: LogicalLine[] })[] = [];
  for (const line of lines) {
    const last = statements.at(-1);
    if (line.indent > 0 && last !== undefined) last.block.push(line);
    else statements.push({ ...line, block: [] });
  }
  return statements;
}

/** The width of the blanks before a place; a tab goes to the next multiple of eight, as Python has it. */
function indentBefore(text: string, start: number): number {
  let at = start;
  while (at > 0 && (text[at - 1] === " " || text[at - 1] === "\t")) at -= 1;
  let width = 0;
  for (; at < start; at += 1) width = text[at] === "\t" ? (Math.floor(width / TAB) + 1) * TAB : width + 1;
  return width;
}
