import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePreparation, preparationFingerprint } from "./compare-preparation.ts";

const OFFLINE = { chunker: "sentence@3", embedding: "embed@2", normalize: "l2" };
const ONLINE = { chunker: "sentence@3", embedding: "embed@2", normalize: "none" };
const configuration = fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }));

describe("parity of preparation", () => {
  test("gives the article's configurations the article's fingerprints, and names normalize", () => {
    expect(comparePreparation(OFFLINE, ONLINE)).toEqual({
      verdict: "skew",
      offline: "ce667443",
      online: "660645c4",
      differences: [{ name: "normalize", offline: "l2", online: "none" }],
    });
  });

  test("is equal whatever the order of the keys", () => {
    const turned = { normalize: "l2", embedding: "embed@2", chunker: "sentence@3" };
    expect(comparePreparation(OFFLINE, turned)).toEqual({ verdict: "equal", fingerprint: "ce667443" });
  });

  test("says what only one path speaks of", () => {
    const { normalize: _, ...without } = OFFLINE;
    expect(comparePreparation(OFFLINE, without)).toMatchObject({
      differences: [{ name: "normalize", offline: "l2", online: null }],
    });
    expect(comparePreparation({}, { toString: "no-one" })).toMatchObject({
      differences: [{ name: "toString", offline: null, online: "no-one" }],
    });
  });

  test("is untested, never equal, where a path was not described", () => {
    expect(comparePreparation(OFFLINE, null)).toEqual({ verdict: "untested", missing: ["online"] });
    expect(comparePreparation(null, ONLINE)).toEqual({ verdict: "untested", missing: ["offline"] });
    expect(comparePreparation(null, null)).toEqual({ verdict: "untested", missing: ["offline", "online"] });
  });

  test("is equal exactly where the fingerprints are, for any configurations", () => {
    fc.assert(
      fc.property(configuration, configuration, (left, right) => {
        const isEqual = comparePreparation(left, right).verdict === "equal";
        expect(isEqual).toBe(preparationFingerprint(left) === preparationFingerprint(right));
      }),
    );
  });
});
