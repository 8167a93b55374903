import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMatcher, globProblem } from "./match-path.ts";

const PROMPT = "prompts/{name}/{name}@{version}.md";

describe("which artifact a path belongs to", () => {
  it.each([
    [PROMPT, "prompts/support/support@2.8.md", { name: "support", version: "2.8" }],
    [PROMPT, "prompts/support/other@2.8.md", null],
    [PROMPT, "prompts/support/support@2.8.md.bak", null],
    [PROMPT, "x/prompts/support/support@2.8.md", null],
    [PROMPT, "prompts/a@b/a@b@1.md", { name: "a@b", version: "1" }],
    [PROMPT, "prompts/späße/späße@ü.md", { name: "späße", version: "ü" }],
    [
      "models/{app}/{name}@{version}.yaml",
      "models/deploy-assistant/lora@1.9.yaml",
      { app: "deploy-assistant", name: "lora", version: "1.9" },
    ],
    [
      "models/{app}/promotion-policy.yaml",
      "models/deploy-assistant/promotion-policy.yaml",
      { app: "deploy-assistant" },
    ],
    ["features/{name}/feature_view.py", "features/releases/feature_view.py", { name: "releases" }],
    ["{project}/policy.yaml", "deploybuddy/policy.yaml", {}],
    ["{project}/policy.yaml", "other/policy.yaml", null],
    ["prompts/**/{name}.md", "prompts/support.md", { name: "support" }],
    ["prompts/**/{name}.md", "prompts/a/b/support.md", { name: "support" }],
    ["judges/*.md", "judges/a.md", {}],
    ["judges/*.md", "judges/a/b.md", null],
    ["a.c", "abc", null],
    ["(x)+[y]/{name}.md", "(x)+[y]/z.md", { name: "z" }],
  ])("%s reads %s", (glob, path, expected) => {
    expect(globProblem(glob)).toBeNull();
    const found = createMatcher(glob, "deploybuddy")(path);
    expect(found === null ? null : { ...found }).toEqual(expected);
  });

  it.each([
    "",
    "/a",
    "a/",
    "a//b",
    "../a",
    "a/./b",
    "{name}{version}",
    "{nam}",
    "a{",
    "**a/b",
    "**/**/**/x",
    "{name}-*-*-*",
  ])("refuses the glob %j with a sentence", (glob) => expect(globProblem(glob)).toMatch(/^[a-z*].+/));

  it("finds again any name and version that were written into a path", () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
      .filter((text) => !/[/@\0]/.test(text));
    fc.assert(
      fc.property(name, name, (artifact, version) => {
        const found = createMatcher(PROMPT, "p")(`prompts/${artifact}/${artifact}@${version}.md`);
        expect({ ...found }).toEqual({ name: artifact, version });
      }),
    );
  });

  it("answers quickly whatever the path", () => {
    const match = createMatcher("**/{name}-{version}-/x", "p");
    const started = performance.now();
    match(`${"-".repeat(250)}/`.repeat(16));
    match(`${"a-".repeat(120)}/`.repeat(16));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
