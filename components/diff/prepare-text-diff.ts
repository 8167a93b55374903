import { diffArrays, diffWordsWithSpace } from "diff";

export type DiffSegment = { text: string; isMarked: boolean };
export type DiffLine = {
  kind: "same" | "added" | "removed";
  oldNumber: number | null;
  newNumber: number | null;
  segments: DiffSegment[];
};
/** A fold is a run of same lines that starts hidden. */
export type DiffBlock = { kind: "lines" | "fold"; lines: DiffLine[] };
export type TextDiff = {
  blocks: DiffBlock[];
  addedCount: number;
  removedCount: number;
  isIdentical: boolean;
  /** Texts differ, but only in spaces, tabs and line ends. */
  isWhitespaceOnly: boolean;
};

/** Lines beyond this length get no word marks: the search would hold up the page. */
const LONGEST_MARKED_LINE = 2_000;
/** Beyond this many edits the whole text counts as replaced. */
const MAX_EDITS = 1_500;
/** A changed pair that shares less than this part of its text is two lines, not one edited line. */
const LEAST_SHARED = 0.3;

function toLines(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function plain(text: string): DiffSegment[] {
  return [{ text, isMarked: false }];
}

function markWords(before: string, after: string): { before: DiffSegment[]; after: DiffSegment[] } {
  const asIs = { before: plain(before), after: plain(after) };
  if (before.length > LONGEST_MARKED_LINE || after.length > LONGEST_MARKED_LINE) return asIs;
  const parts = diffWordsWithSpace(before, after);
  const sharedLength = parts.reduce(
    (sum, part) => sum + (part.added || part.removed ? 0 : part.value.trim().length),
    0,
  );
  const longest = Math.max(before.trim().length, after.trim().length, 1);
  if (sharedLength / longest < LEAST_SHARED && before.trim() !== after.trim()) return asIs;
  return {
    before: parts.filter((part) => !part.added).map((part) => ({ text: part.value, isMarked: part.removed })),
    after: parts.filter((part) => !part.removed).map((part) => ({ text: part.value, isMarked: part.added })),
  };
}

type Change = { kind: DiffLine["kind"]; lines: string[] };

function changesBetween(before: string[], after: string[]): Change[] {
  const found = diffArrays(before, after, { maxEditLength: MAX_EDITS });
  if (!found) {
    return [
      { kind: "removed", lines: before },
      { kind: "added", lines: after },
    ];
  }
  return found.map((part) => ({
    kind: part.added ? "added" : part.removed ? "removed" : "same",
    lines: part.value,
  }));
}

function numberLines(changes: Change[]): DiffLine[] {
  let oldNumber = 0;
  let newNumber = 0;
  return changes.flatMap((change) =>
    change.lines.map((text): DiffLine => {
      if (change.kind !== "added") oldNumber += 1;
      if (change.kind !== "removed") newNumber += 1;
      return {
        kind: change.kind,
        oldNumber: change.kind === "added" ? null : oldNumber,
        newNumber: change.kind === "removed" ? null : newNumber,
        segments: plain(text),
      };
    }),
  );
}

function textOf(line: DiffLine): string {
  return line.segments.map((segment) => segment.text).join("");
}

/** Where a run of the given kind that begins at start ends. */
function endOfRun(lines: DiffLine[], start: number, kind: DiffLine["kind"]): number {
  let end = start;
  while (lines[end]?.kind === kind) end += 1;
  return end;
}

/** The nth removed line stands right before the nth added one, so that an edited line is read in one place. */
function interleave(removed: DiffLine[], added: DiffLine[]): DiffLine[] {
  const woven: DiffLine[] = [];
  for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
    const before = removed[index];
    const after = added[index];
    const words = before && after ? markWords(textOf(before), textOf(after)) : null;
    if (before) woven.push(words ? { ...before, segments: words.before } : before);
    if (after) woven.push(words ? { ...after, segments: words.after } : after);
  }
  return woven;
}

function markPairs(lines: DiffLine[]): DiffLine[] {
  const marked: DiffLine[] = [];
  for (let start = 0; start < lines.length; ) {
    const sameEnd = endOfRun(lines, start, "same");
    const removedEnd = endOfRun(lines, sameEnd, "removed");
    const addedEnd = endOfRun(lines, removedEnd, "added");
    const removed = lines.slice(sameEnd, removedEnd);
    const added = lines.slice(removedEnd, addedEnd);
    for (const line of lines.slice(start, sameEnd)) marked.push(line);
    for (const line of interleave(removed, added)) marked.push(line);
    start = addedEnd;
  }
  return marked;
}

function foldRuns(lines: DiffLine[], contextLines: number): DiffBlock[] {
  const isNear = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.kind === "same") return;
    for (let near = index - contextLines; near <= index + contextLines; near += 1) {
      if (near >= 0 && near < lines.length) isNear[near] = true;
    }
  });
  const blocks: DiffBlock[] = [];
  lines.forEach((line, index) => {
    const kind = isNear[index] ? "lines" : "fold";
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  });
  // A fold of one line would take the room of the line it hides.
  return blocks.map((block) => (block.lines.length === 1 ? { ...block, kind: "lines" } : block));
}

/** prepareTextDiff decides everything that a diff view draws: lines, numbers, word marks, folds. Pure. */
export function prepareTextDiff(
  before: string,
  after: string,
  options: { contextLines?: number } = {},
): TextDiff {
  const lines = markPairs(numberLines(changesBetween(toLines(before), toLines(after))));
  const isIdentical = before === after;
  return {
    blocks: foldRuns(lines, options.contextLines ?? 3),
    addedCount: lines.filter((line) => line.kind === "added").length,
    removedCount: lines.filter((line) => line.kind === "removed").length,
    isIdentical,
    isWhitespaceOnly: !isIdentical && before.replace(/\s+/g, "") === after.replace(/\s+/g, ""),
  };
}
