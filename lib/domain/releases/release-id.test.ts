import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { releaseId } from "./release-id.ts";

describe("releaseId", () => {
  it.each([
    ["releases@4", "698df6d7ad", "698df6d7add8321f79da5fa7e53b504aafcdbe392025d37ba3945c163b269f9d"],
    ["releases@5", "f91be2a454", "f91be2a4544779aa8e051bea9f6f6ee1b47520d3307052991c7905ed290ce318"],
  ])("is the article's own id for the tuple with %s", (featureView, id, fingerprint) => {
    const references = { prompt: "support@2.8", model: "lora@1.9", feature_view: featureView };
    expect(releaseId(references)).toEqual({ id, fingerprint });
  });

  it("does not depend on the order of the keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (references) => {
        const reversed = Object.fromEntries(Object.entries(references).reverse());
        expect(releaseId(reversed)).toEqual(releaseId(references));
      }),
    );
  });

  it("row 63: tells composed from decomposed spellings, as git does", () => {
    const ids = ["NFC", "NFD"].map((form) => releaseId({ prompt: `${"caf\u00e9".normalize(form)}@1` }).id);
    expect(new Set(ids).size).toBe(2);
  });

  it("depends on every reference", () => {
    const tuple = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1 });
    fc.assert(
      fc.property(tuple, (references) => {
        const [key = ""] = Object.keys(references);
        const changed = { ...references, [key]: `${references[key]}!` };
        expect(releaseId(changed).fingerprint).not.toBe(releaseId(references).fingerprint);
      }),
    );
  });
});
