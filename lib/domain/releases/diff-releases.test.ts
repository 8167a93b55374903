import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeChanges } from "./describe-changes.ts";
import { diffReleases } from "./diff-releases.ts";
import { pairFiles } from "./pair-files.ts";
import { keyParts, type ReleasePart } from "./release-part.ts";

const part = (kind: string, name: string, version: string, fill = "a"): ReleasePart => ({
  ...{ kind, name, version },
  digest: `sha256:${fill.repeat(64)}`,
});
const baseline = keyParts([
  part("prompt", "support", "2.8"),
  part("model", "lora", "1.9"),
  part("feature_view", "releases", "4"),
]);
const candidate = keyParts([
  part("feature_view", "releases", "5", "b"),
  part("prompt", "support", "2.8"),
  part("model", "lora", "1.9"),
]);

describe("diffReleases", () => {
  it("lists exactly the one part that the article's two tuples differ in, first", () => {
    const rows = diffReleases(baseline, candidate);
    expect(rows.map(({ key, change }) => [key, change])).toEqual([
      ["feature_view", "changed"],
      ["model", "same"],
      ["prompt", "same"],
    ]);
  });

  it("counts another content under the same reference as changed", () => {
    const [row] = diffReleases(
      keyParts([part("model", "lora", "1.9")]),
      keyParts([part("model", "lora", "1.9", "c")]),
    );
    expect(row?.change).toBe("changed");
  });

  it("finds nothing between a release and itself, and mirrors added and removed", () => {
    const tuple = fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom("prompt", "model", "judge"),
        name: fc.string(),
        version: fc.string(),
      }),
      { selector: (item) => JSON.stringify([item.kind, item.name]) },
    );
    const keyed = tuple.map((items) =>
      keyParts(items.map((item) => part(item.kind, item.name, item.version))),
    );
    fc.assert(
      fc.property(keyed, keyed, (left, right) => {
        expect(diffReleases(left, left).every((row) => row.change === "same")).toBe(true);
        const count = (change: string, rows: readonly { change: string }[]) =>
          rows.filter((row) => row.change === change).length;
        const [there, back] = [diffReleases(left, right), diffReleases(right, left)];
        expect(count("added", there)).toBe(count("removed", back));
        expect(count("changed", there)).toBe(count("changed", back));
      }),
    );
  });
});

describe("describeChanges", () => {
  it.each([
    ["a changed part", baseline, candidate, ["feature_view releases@4 → releases@5"]],
    ["an added part", baseline.slice(0, 1), baseline.slice(0, 2), ["added model lora@1.9"]],
    ["a removed part", baseline.slice(0, 2), baseline.slice(0, 1), ["removed model lora@1.9"]],
    ["no change", baseline, baseline, []],
  ])("says %s in words", (_name, base, next, words) => {
    expect(describeChanges(base, next)).toEqual(words);
  });
});

describe("pairFiles", () => {
  const side = (version: string, ...paths: string[]) => ({ version, files: paths.map((path) => ({ path })) });
  const pairsOf = (base: ReturnType<typeof side>, next: ReturnType<typeof side>) =>
    pairFiles(base, next).map((pair) => [pair.base?.path ?? null, pair.candidate?.path ?? null]);

  it.each([
    [
      "the same path",
      side("4", "f/view.py", "f/keys.yaml"),
      side("5", "f/view.py", "f/keys.yaml"),
      [
        ["f/view.py", "f/view.py"],
        ["f/keys.yaml", "f/keys.yaml"],
      ],
    ],
    [
      "a path that names the version",
      side("2.8", "p/s@2.8.md"),
      side("2.9", "p/s@2.9.md"),
      [["p/s@2.8.md", "p/s@2.9.md"]],
    ],
    [
      "the only file left over",
      side("1", "old/place.md"),
      side("2", "new/home.md"),
      [["old/place.md", "new/home.md"]],
    ],
    [
      "nothing, where a file is new",
      side("1", "a.md"),
      side("2", "a.md", "b.md"),
      [
        ["a.md", "a.md"],
        [null, "b.md"],
      ],
    ],
    [
      "nothing, where a file is gone",
      side("1", "a.md", "b.md"),
      side("2", "a.md"),
      [
        ["a.md", "a.md"],
        ["b.md", null],
      ],
    ],
  ])("compares with %s", (_name, base, next, pairs) => {
    expect(pairsOf(base, next)).toEqual(pairs);
  });
});
