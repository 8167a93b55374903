import { describe, expect, test } from "vitest";
import { compareModel, type RegistryAnswer } from "./compare-model.ts";
import { parseRegistryUri } from "./model-manifest.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);
const found = (changes: object = {}): RegistryAnswer => ({
  ...{ kind: "found", version: "12", digest: A, isReady: true, aliases: ["champion"] },
  ...changes,
});
const FIXED = { registryUri: "models:/m/12", sha256: A };
const ALIAS = { registryUri: "models:/m@champion", sha256: A };

describe("compareModel", () => {
  test.each([
    ["the same digest", FIXED, found(), null, "agrees", ["has the digest"]],
    [
      "the same digest, written differently",
      { ...FIXED, sha256: `sha256:${A.toUpperCase()}` },
      found(),
      null,
      "agrees",
      ["has the digest"],
    ],
    ["another digest", FIXED, found({ digest: B }), null, "differs", ["The digest differs"]],
    ["no tag", FIXED, found({ digest: null }), null, "unknown", ["no tag sha256"]],
    ["a tag that is no digest", FIXED, found({ digest: "latest" }), null, "unknown", ["no tag sha256"]],
    ["no digest in git", { ...FIXED, sha256: null }, found(), null, "unknown", ["names no sha256"]],
    ["a version that is not ready", FIXED, found({ isReady: false }), null, "unknown", ["not ready"]],
    ["an alias where it was", ALIAS, found(), "12", "agrees", ["has the digest"]],
    [
      "an alias that moved, other bytes",
      ALIAS,
      found({ version: "13", digest: B }),
      "12",
      "differs",
      ["moved", "The digest differs"],
    ],
    [
      "an alias that moved, the same bytes",
      ALIAS,
      found({ version: "13" }),
      "12",
      "differs",
      ["moved", "has the digest"],
    ],
    [
      "an alias that moved, no tag",
      ALIAS,
      found({ version: "13", digest: null }),
      "12",
      "differs",
      ["moved", "no tag"],
    ],
    [
      "an alias, other bytes, never checked before",
      ALIAS,
      found({ digest: B }),
      null,
      "differs",
      ["The digest differs"],
    ],
    ["nothing there", FIXED, { kind: "missing", sentence: "gone" } as const, "12", "unknown", ["gone"]],
    ["no answer", FIXED, { kind: "unreachable", sentence: "away" } as const, "12", "unreachable", ["away"]],
  ])("%s", (_name, manifest, answer, first, verdict, says) => {
    const comparison = compareModel(manifest, answer, first);
    expect(comparison.verdict).toBe(verdict);
    expect(comparison.sentences).toHaveLength(says.length);
    for (const [index, words] of says.entries()) expect(comparison.sentences[index]).toContain(words);
  });
});

describe("parseRegistryUri", () => {
  test.each([
    ["models:/deploy-assistant/12", { kind: "version", name: "deploy-assistant", version: "12" }],
    ["models:/team/lora/1.9", { kind: "version", name: "team/lora", version: "1.9" }],
    ["mlflow:models:/m/3", { kind: "version", name: "m", version: "3" }],
    ["models:/m@champion", { kind: "alias", name: "m", alias: "champion" }],
    ["models:/m/latest", null],
    ["models:/m", null],
    ["s3://bucket/12", null],
    ["models:/m/12?x=1", null],
    ["", null],
  ])("%s", (uri, expected) => expect(parseRegistryUri(uri)).toEqual(expected));
});
