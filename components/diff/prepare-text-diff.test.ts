import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairForSplit } from "@/components/diff/pair-for-split.ts";
import { type DiffLine, prepareTextDiff } from "@/components/diff/prepare-text-diff.ts";

const allLines = (before: string, after: string) =>
  prepareTextDiff(before, after).blocks.flatMap((block) => block.lines);
const text = (line: DiffLine) => line.segments.map((segment) => segment.text).join("");
const marks = (line: DiffLine | undefined) =>
  line?.segments.filter((segment) => segment.isMarked).map((segment) => segment.text);

describe("prepareTextDiff", () => {
  it("numbers both sides and marks the words that changed", () => {
    const lines = allLines("a\nGive a single date.\nb\n", "a\nGive a range.\nb\n");
    expect(lines.map((line) => [line.kind, line.oldNumber, line.newNumber])).toEqual([
      ["same", 1, 1],
      ["removed", 2, null],
      ["added", null, 2],
      ["same", 3, 3],
    ]);
    expect(marks(lines[1])).toEqual(["single date"]);
    expect(marks(lines[2])).toEqual(["range"]);
  });

  it("does not mark words between two lines that have nothing in common", () => {
    const lines = allLines("alpha beta gamma", "one two three");
    expect(lines.flatMap((line) => marks(line))).toEqual([]);
  });

  it("folds long unchanged runs and keeps three lines around a change", () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const after = before.with(10, "changed");
    const { blocks } = prepareTextDiff(before.join("\n"), after.join("\n"));
    expect(blocks.map((block) => [block.kind, block.lines.length])).toEqual([
      ["fold", 7],
      ["lines", 8],
      ["fold", 6],
    ]);
  });

  it.each([
    ["the same text", "a b\n", "a b\n", true, false],
    ["a line end at the end of the file", "a b\n", "a b", false, true],
    ["Windows line ends", "a\r\nb", "a\nb", false, true],
    ["an indent", "a:\n b", "a:\n  b", false, true],
    ["a word", "a b", "a c", false, false],
  ])("says whether only whitespace differs: %s", (_, before, after, isIdentical, isWhitespaceOnly) => {
    expect(prepareTextDiff(before, after)).toMatchObject({ isIdentical, isWhitespaceOnly });
  });

  it("treats a text that changed beyond reason as replaced, in bounded time", () => {
    const before = Array.from({ length: 5_000 }, (_, index) => `old ${index}`).join("\n");
    const after = Array.from({ length: 5_000 }, (_, index) => `new ${index}`).join("\n");
    expect(prepareTextDiff(before, after)).toMatchObject({ addedCount: 5_000, removedCount: 5_000 });
  }, 20_000);

  it("loses nothing: each side can be read back from its lines", () => {
    const anyText = fc.array(fc.constantFrom("a", "b b", "", "  c", "d e f", "<b>")).map((l) => l.join("\n"));
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const lines = allLines(before, after);
        const side = (without: DiffLine["kind"]) =>
          lines
            .filter((line) => line.kind !== without)
            .map(text)
            .join("\n");
        expect(side("added")).toBe(before.replace(/\n$/, ""));
        expect(side("removed")).toBe(after.replace(/\n$/, ""));
      }),
    );
  });
});

describe("pairForSplit", () => {
  it("puts a removed line beside the added line that replaces it, and leaves gaps for the rest", () => {
    const rows = pairForSplit(allLines("a\nold one here\nz", "a\nnew one here\nextra\nz"));
    expect(rows.map((row) => [row.left && text(row.left), row.right && text(row.right)])).toEqual([
      ["a", "a"],
      ["old one here", "new one here"],
      [null, "extra"],
      ["z", "z"],
    ]);
  });

  it("names every row once", () => {
    const rows = pairForSplit(allLines("a\nb\nc", "b\nd\ne"));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });
});
