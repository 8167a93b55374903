import { describe, expect, it } from "vitest";
import { diffDraft, kindChoices, missingKinds, replaceAt } from "./draft.ts";

const digest = `sha256:${"0".repeat(64)}`;
const part = (kind: string, name: string, version: string) => ({ kind, name, version, digest });
const row = (kind: string, name: string, version: string) => ({
  ...part(kind, name, version),
  paths: [],
  sighting: null,
});

describe("kindChoices", () => {
  it("puts required kinds first and leaves out kinds that nobody has or asks for", () => {
    const choices = kindChoices(
      [row("prompt", "support", "2.8"), row("judge", "tone", "1")],
      ["judge", "model"],
    );
    expect(choices.map((choice) => [choice.kind, choice.isRequired])).toEqual([
      ["model", true],
      ["judge", true],
      ["prompt", false],
    ]);
  });
});

describe("replaceAt", () => {
  const prompt = part("prompt", "support", "2.8");
  const draft = [prompt, part("model", "lora", "1.9")];
  it("changes one part and keeps the others in their places", () => {
    const next = part("prompt", "support", "2.9");
    expect(replaceAt(draft, prompt, next)).toEqual([next, draft[1]]);
  });
  it("removes a part for which nothing is chosen", () => {
    expect(replaceAt(draft, prompt, null)).toEqual([draft[1]]);
  });
  it("adds a part where there was none", () => {
    expect(replaceAt([], null, prompt)).toEqual([prompt]);
  });
});

describe("diffDraft", () => {
  it("finds what changed by kind", () => {
    const rows = diffDraft([part("prompt", "support", "2.8")], [part("prompt", "support", "2.9")]);
    expect(rows).toMatchObject([{ key: "prompt", change: "changed" }]);
  });
  it("keys by name where a kind occurs twice", () => {
    const rows = diffDraft([], [part("tool_schema", "a", "1"), part("tool_schema", "b", "1")]);
    expect(rows.map((each) => each.key)).toEqual(["tool_schema/a", "tool_schema/b"]);
  });
});

describe("missingKinds", () => {
  it("names what the project requires and the draft lacks", () => {
    expect(missingKinds([part("prompt", "support", "2.8")], ["prompt", "model"])).toEqual(["model"]);
  });
});
