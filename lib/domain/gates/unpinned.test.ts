import { describe, expect, test } from "vitest";
import { evalConditions, findUnpinnedReasons } from "./unpinned.ts";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const parts = [
  { key: "model", kind: "model", name: "lora", version: "1.9", digest: digest("1") },
  { key: "feature_view", kind: "feature_view", name: "releases", version: "5", digest: digest("2") },
  { key: "judge", kind: "judge", name: "tone", version: "1", digest: digest("3") },
];

describe("what a run says it read", () => {
  test("nothing said, nothing against it", () => {
    expect(findUnpinnedReasons({}, parts)).toEqual([]);
  });

  test("the release's own parts, by reference or digest, are pinned", () => {
    const conditions = { model: "lora@1.9", features: ["releases@5"], judge: digest("3") };
    expect(findUnpinnedReasons(conditions, parts)).toEqual([]);
  });

  test("latest features and a production model are named with what the release pins", () => {
    expect(findUnpinnedReasons({ features: "latest", model: "production" }, parts)).toEqual([
      'The run read model "production", which names no fixed version. The release pins model lora@1.9.',
      'The run read feature_view "latest", which names no fixed version. The release pins feature_view releases@5.',
    ]);
  });

  test.each([
    { name: "an alias of a named part", given: { features: "releases@latest" } },
    { name: "a hosted model without a date", given: { model: "gpt-4o" } },
    { name: "another version than the release's", given: { model: "lora@1.8" } },
    { name: "a digest that the release does not hold", given: { model: digest("9") } },
    { name: "a kind that the release does not pin", given: { index: "docs@3" } },
    { name: "one of several", given: { features: ["releases@5", "users@2"] } },
    { name: "a moving feature snapshot", given: { featureSnapshot: "latest" } },
  ])("$name is one reason", ({ given }) => {
    expect(findUnpinnedReasons(given, parts)).toHaveLength(1);
  });

  test("a dated feature snapshot is pinned", () => {
    expect(findUnpinnedReasons({ featureSnapshot: "2026-05-01T00:00:00Z" }, parts)).toEqual([]);
  });

  test.each([{ speed: "x" }, { model: 1 }, { model: "" }, { model: "a\u0000" }])("%j is refused", (value) => {
    expect(evalConditions.safeParse(value).success).toBe(false);
  });
});
