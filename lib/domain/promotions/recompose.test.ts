import { describe, expect, test } from "vitest";
import { recomposeParts, refuseRecompose } from "./recompose.ts";

const part = (kind: string, name: string, version: string) => ({
  kind,
  name,
  version,
  digest: `sha256:${version}`,
});
const prompt = (version: string) => part("prompt", "support", version);
const model = (version: string) => part("model", "lora", version);
const index = (version: string) => part("retrieval_index", "docs", version);
const shown = (parts: readonly { name: string; version: string }[]) =>
  parts.map(({ name, version }) => `${name}@${version}`).sort();

describe("composing again on a moved base", () => {
  test.each([
    {
      name: "both moves stay where they touch different parts",
      base: [prompt("1"), model("2")],
      old: [prompt("1"), model("1")],
      candidate: [prompt("2"), model("1")],
      parts: ["lora@2", "support@2"],
      conflicts: 0,
    },
    {
      name: "a part that both changed takes the candidate's, and says so",
      base: [prompt("3")],
      old: [prompt("1")],
      candidate: [prompt("2")],
      parts: ["support@2"],
      conflicts: 1,
    },
    {
      name: "the same change on both sides is none",
      base: [prompt("2")],
      old: [prompt("1")],
      candidate: [prompt("2")],
      parts: ["support@2"],
      conflicts: 0,
    },
    {
      name: "what the candidate added comes along, what it took out stays out",
      base: [prompt("1"), model("2"), index("1")],
      old: [prompt("1"), index("1")],
      candidate: [prompt("1"), part("judge", "strict", "1")],
      parts: ["lora@2", "strict@1", "support@1"],
      conflicts: 0,
    },
    {
      name: "what the new base took out and the candidate changed is taken, and says so",
      base: [model("1")],
      old: [prompt("1"), model("1")],
      candidate: [prompt("2"), model("1")],
      parts: ["lora@1", "support@2"],
      conflicts: 1,
    },
    {
      name: "of a first release everything is its own",
      base: [prompt("1"), model("1")],
      old: [],
      candidate: [prompt("2")],
      parts: ["lora@1", "support@2"],
      conflicts: 1,
    },
  ])("$name", ({ base, old, candidate, parts, conflicts }) => {
    const made = recomposeParts(base, old, candidate);
    expect(shown(made.parts)).toEqual(parts);
    expect(made.conflicts).toHaveLength(conflicts);
  });

  test("a conflict names both sides", () => {
    const { conflicts } = recomposeParts([prompt("3")], [prompt("1")], [prompt("2")]);
    expect(conflicts[0]?.sentence).toBe(
      "prompt support: the base moved to support@3, the candidate has support@2, which was taken.",
    );
  });

  test.each([
    { name: "open, base moved", state: "in_review", current: "b", code: undefined },
    { name: "base not moved", state: "in_review", current: "a", code: "no-op" },
    { name: "merging", state: "merging", current: "b", code: "wrong-state" },
    { name: "rejected", state: "rejected", current: "b", code: "wrong-state" },
  ] as const)("refused or not: $name", ({ state, current, code }) => {
    expect(refuseRecompose({ state, baseReleaseId: "a", currentBaseId: current })?.code).toBe(code);
  });
});
