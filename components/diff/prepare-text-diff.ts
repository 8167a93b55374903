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

/** Runs of removed lines stand before the added lines that replace them; the nth pairs with the nth. */
function markPairs(lines: DiffLine[]): DiffLine[] {
  const marked = [...lines];
  for (let start = 0; start < lines.length; ) {
    let removedEnd = start;
    while (lines[removedEnd]?.kind === "removed") removedEnd += 1;
    let addedEnd = removedEnd;
    while (lines[addedEnd]?.kind === "added") addedEnd += 1;
    const pairCount = Math.min(removedEnd - start, addedEnd - removedEnd);
    for (let offset = 0; offset < pairCount; offset += 1) {
      const removed = lines[start + offset];
      const added = lines[removedEnd + offset];
      if (!removed || !added) continue;
      const words = markWords(textOf(removed), textOf(added));
      marked[start + offset] = { ...removed, segments: words.before };
      marked[removedEnd + offset] = { ...added, segments: words.after };
    }
    start = Math.max(addedEnd, start + 1);
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
