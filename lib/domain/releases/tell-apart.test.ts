import { describe, expect, it } from "vitest";
import { findKind } from "../artifacts/index.ts";
import { checkFloating } from "./check-floating.ts";
import { describeChanges } from "./describe-changes.ts";
import { diffReleases } from "./diff-releases.ts";
import { manifestDigest } from "./manifest-digest.ts";
import { releaseId } from "./release-id.ts";
import { type KeyedPart, keyParts, type ReleasePart, referencesOf } from "./release-part.ts";

const part = (kind: string, name: string, version: string, fill = "a"): ReleasePart => ({
  ...{ kind, name, version },
  digest: `sha256:${fill.repeat(64)}`,
});
const PARTS = [
  part("prompt", "support", "2.8"),
  part("model", "lora", "1.9"),
  part("feature_view", "releases", "4"),
  part("judge", "groundedness", "6"),
];

/** The same tuple with one part exchanged. */
function withPart(changed: ReleasePart): KeyedPart[] {
  return keyParts(PARTS.map((each) => (each.kind === changed.kind ? changed : each)));
}
const base = keyParts(PARTS);
const idOf = (parts: readonly KeyedPart[]) => releaseId(referencesOf(parts)).id;

describe("two releases that differ in one part only", () => {
  it.each([
    [
      "the judge",
      part("judge", "groundedness", "7", "b"),
      "judge groundedness@6 → groundedness@7",
      /score|judge/i,
    ],
    [
      "the feature view",
      part("feature_view", "releases", "5", "b"),
      "feature_view releases@4 → releases@5",
      /feature|value|input|model/i,
    ],
    [
      "what a model's alias leads to",
      part("model", "lora", "2.0", "b"),
      "model lora@1.9 → lora@2.0",
      /weights/i,
    ],
  ])("are told apart: %s", (_name, changed, words, why) => {
    const candidate = withPart(changed);
    expect(idOf(candidate)).not.toBe(idOf(base));
    expect(manifestDigest(candidate).digest).not.toBe(manifestDigest(base).digest);
    expect(describeChanges(base, candidate)).toEqual([words]);
    const [first, ...others] = diffReleases(base, candidate);
    expect(first).toMatchObject({ kind: changed.kind, change: "changed" });
    expect(others.every((row) => row.change === "same")).toBe(true);
    expect(findKind(changed.kind)?.whyItChangesAnswers).toMatch(why);
  });

  it("cannot hide behind an alias: an alias is no version, so its state is always pinned in the id", () => {
    for (const version of ["production", "champion", "latest"]) {
      expect(checkFloating({ kind: "model", name: "lora", version })).toMatch(/lora@/);
    }
  });

  it("are told apart by the manifest digest where an alias or edit put other content under the same reference", () => {
    const candidate = withPart(part("model", "lora", "1.9", "c"));
    expect(idOf(candidate)).toBe(idOf(base));
    expect(manifestDigest(candidate).digest).not.toBe(manifestDigest(base).digest);
    expect(describeChanges(base, candidate)).toEqual(["other content of model lora@1.9"]);
  });
});
