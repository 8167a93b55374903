import { describe, expect, it } from "vitest";
import { describeLint, type ResponseCheck } from "./describe-lint.ts";
import { COMPLETE_MANIFEST, manifestFile } from "./fixtures/complete-manifest.ts";
import { lintPrompt } from "./lint-prompt.ts";
import { parsePrompt } from "./parse-prompt.ts";
import type { PromptFile } from "./prompt.ts";

function rows(files: readonly PromptFile[], responses: ResponseCheck = null) {
  const prompt = parsePrompt(files);
  return describeLint(prompt, lintPrompt(prompt, files), responses).map(({ verdict, code }) => [
    verdict,
    code,
  ]);
}

describe("describeLint", () => {
  it("says of a complete manifest what was looked at", () => {
    expect(rows([manifestFile(COMPLETE_MANIFEST)])).toEqual([
      ["pass", "undeclared_variable"],
      ["pass", "secret"],
      ["pass", "unpinned_reference"],
      ["pass", "output_schema"],
      ["not_applicable", "recorded_responses"],
      ["pass", "missing_part"],
    ]);
  });

  it("never calls passed what a plain template does not say", () => {
    expect(rows([{ path: "p.md", text: "Hello {{name}}" }])).toEqual([
      ["not_applicable", "undeclared_variable"],
      ["pass", "secret"],
      ["not_applicable", "unpinned_reference"],
      ["not_applicable", "output_schema"],
    ]);
  });

  it("puts findings first, and does not call a rule with a finding in order", () => {
    const [first, ...rest] = rows([manifestFile(COMPLETE_MANIFEST, "{{question}} {{failures}} {{region}}")]);
    expect(first).toEqual(["fail", "undeclared_variable"]);
    expect(rest.map(([, code]) => code)).not.toContain("undeclared_variable");
  });

  it.each<[string, ResponseCheck, string]>([
    ["match", { checked: 4, failed: [], problem: null }, "pass"],
    ["do not all match", { checked: 4, failed: [{ line: 2, message: "no" }], problem: null }, "fail"],
    ["were not checked", { checked: 0, failed: [], problem: "The schema uses pattern." }, "insufficient"],
  ])("says that recorded responses %s", (_name, responses, verdict) => {
    expect(rows([manifestFile(COMPLETE_MANIFEST)], responses)).toContainEqual([
      verdict,
      "recorded_responses",
    ]);
  });
});
