import { describe, expect, test } from "vitest";
import { evidenceDigest } from "./evidence-digest.ts";
import { compareKeys, digestOfEvidenceKey, evidenceKeyOf } from "./evidence-key.ts";

const part = (kind: string, version: string, digest: string) => ({
  key: kind,
  kind,
  name: "n",
  version,
  digest,
});
const golden = part("golden_set", "3", "sha256:g3");
const cases = "sha256:cases";

test("what a candidate changes is not part of the key, so it can be compared with its base", () => {
  const base = evidenceKeyOf([golden, part("feature_view", "4", "sha256:f4")], cases);
  const candidate = evidenceKeyOf([golden, part("feature_view", "5", "sha256:f5")], cases);
  expect(compareKeys(base, candidate)).toEqual({ comparable: true, acrossUsed: [] });
  expect(digestOfEvidenceKey(base)).toBe(digestOfEvidenceKey(candidate));
});

test.each([
  {
    name: "another golden set",
    other: [part("golden_set", "4", "sha256:g4")],
    says: "golden_set n@3 against n@4",
  },
  {
    name: "a judge on one side",
    other: [golden, part("judge", "1", "sha256:j")],
    says: "judge none against n@1",
  },
  {
    name: "other settings",
    other: [golden, part("generation_settings", "2", "sha256:s")],
    says: "generation_settings none against n@2",
  },
  {
    name: "another index",
    other: [golden, part("retrieval_index", "2", "sha256:i")],
    says: "retrieval_index none against n@2",
  },
])("$name makes two runs not comparable", ({ other, says }) => {
  const comparison = compareKeys(evidenceKeyOf([golden], cases), evidenceKeyOf(other, cases));
  expect(comparison).toEqual({ comparable: false, differing: [says] });
});

test("another feature snapshot makes two runs not comparable, and both are named", () => {
  const [one, two] = ["2026-04-10", "2026-04-11"].map((featureSnapshot) =>
    evidenceKeyOf([golden], cases, { featureSnapshot }),
  );
  if (one === undefined || two === undefined) throw new Error("two keys");
  const differing = ["feature_snapshot 2026-04-10 against 2026-04-11"];
  expect(compareKeys(one, two)).toEqual({ comparable: false, differing });
  expect(compareKeys(evidenceKeyOf([golden], cases), two)).toEqual({
    comparable: false,
    differing: ["feature_snapshot none against 2026-04-11"],
  });
});

describe("what a policy lets differ", () => {
  const withIndex = (version: string) =>
    evidenceKeyOf([golden, part("retrieval_index", version, `sha256:i${version}`)], cases);

  test("an index that is being tried is let differ, and the answer says so", () => {
    expect(compareKeys(withIndex("3"), withIndex("4"), ["retrieval_index"])).toEqual({
      comparable: true,
      acrossUsed: ["retrieval_index n@3 against n@4"],
    });
    expect(compareKeys(withIndex("3"), withIndex("3"), ["retrieval_index"])).toEqual({
      comparable: true,
      acrossUsed: [],
    });
  });

  test("one of several indexes is let differ by its kind", () => {
    const two = (digest: string) =>
      evidenceKeyOf([{ ...part("retrieval_index", "1", digest), key: "retrieval_index/docs" }], cases);
    expect(compareKeys(two("sha256:a"), two("sha256:b"), ["retrieval_index"])).toMatchObject({
      comparable: true,
    });
  });

  test.each(["golden_set", "judge"])("no policy can let a %s differ", (kind) => {
    const keyOf = (digest: string) => evidenceKeyOf([part(kind, "1", digest)], cases);
    expect(compareKeys(keyOf("sha256:a"), keyOf("sha256:b"), [kind])).toMatchObject({ comparable: false });
  });
});

test("without golden sets the case ids decide", () => {
  expect(compareKeys(evidenceKeyOf([], cases), evidenceKeyOf([], cases))).toMatchObject({ comparable: true });
  expect(compareKeys(evidenceKeyOf([], cases), evidenceKeyOf([], "sha256:other"))).toEqual({
    comparable: false,
    differing: ["other cases were run"],
  });
});

test("the evidence digest does not depend on the order, and each new piece changes it", () => {
  const [one, two] = [
    { id: "evl_1", digest: "sha256:1" },
    { id: "evl_2", digest: "sha256:2" },
  ] as const;
  expect(evidenceDigest([one, two])).toBe(evidenceDigest([two, one]));
  const digests = [evidenceDigest([]), evidenceDigest([one]), evidenceDigest([one, two])];
  expect(new Set(digests).size).toBe(3);
});
