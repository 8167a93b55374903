import { describe, expect, it } from "vitest";
import { manifestDigest } from "./manifest-digest.ts";
import { keyParts, type ReleasePart, referencesOf } from "./release-part.ts";

const part = (kind: string, name: string, version: string, fill = "a"): ReleasePart => ({
  ...{ kind, name, version },
  digest: `sha256:${fill.repeat(64)}`,
});

describe("keyParts", () => {
  it("names a part by its kind where the release has one of the kind", () => {
    expect(keyParts([part("prompt", "support", "2.8")]).map((item) => item.key)).toEqual(["prompt"]);
  });

  it("names parts by kind and name where the release has several of the kind", () => {
    const keyed = keyParts([
      part("prompt", "b", "1"),
      part("model", "lora", "1.9"),
      part("prompt", "a", "2"),
    ]);
    expect(referencesOf(keyed)).toEqual({ "prompt/b": "b@1", model: "lora@1.9", "prompt/a": "a@2" });
  });
});

describe("manifestDigest", () => {
  const tuple = [part("prompt", "support", "2.8"), part("model", "lora", "1.9")];

  it("does not depend on the order of the parts", () => {
    expect(manifestDigest(keyParts(tuple.toReversed()))).toEqual(manifestDigest(keyParts(tuple)));
  });

  it("is RFC 8785 text over references and contents", () => {
    expect(manifestDigest(keyParts([part("prompt", "support", "2.8")]))).toEqual({
      digest: "sha256:7dc5a320fd74f0c9016e3ab103ea2674ca4e06e8958a6de1773f56870d703251",
      text: `{"components":{"prompt":{"digest":"sha256:${"a".repeat(64)}","kind":"prompt","ref":"support@2.8"}},"schema":"tupelo/release/v1"}`,
    });
  });

  it("differs where the references are the same and the contents are not", () => {
    const edited = [part("prompt", "support", "2.8", "b"), part("model", "lora", "1.9")];
    expect(manifestDigest(keyParts(edited)).digest).not.toBe(manifestDigest(keyParts(tuple)).digest);
  });
});
