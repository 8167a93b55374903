import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPins } from "./check-pins.ts";
import { findSecrets } from "./find-secrets.ts";
import { COMPLETE_MANIFEST, manifestFile } from "./fixtures/complete-manifest.ts";
import { checkPrompt, LONG_PROMPT, lintPrompt } from "./lint-prompt.ts";
import { MANIFEST_PARTS, missingParts } from "./missing-parts.ts";
import { parsePrompt } from "./parse-prompt.ts";
import type { PromptFile } from "./prompt.ts";

const plain = (text: string): PromptFile[] => [{ path: "p.md", text }];
const findings = (files: readonly PromptFile[]) =>
  checkPrompt(files).map(({ severity, code, line }) => [severity, code, line]);
const without = (key: string) =>
  Object.fromEntries(Object.entries(COMPLETE_MANIFEST).filter(([name]) => name !== key));

describe("a prompt release manifest", () => {
  it("that has every part has nothing to be said about it", () => {
    expect(checkPrompt([manifestFile(COMPLETE_MANIFEST)])).toEqual([]);
  });

  it.each([
    ["template text", manifestFile(COMPLETE_MANIFEST, "")],
    ["pinned hashes of the few-shot examples", manifestFile(without("fewShot"))],
    [
      "pinned hashes of the few-shot examples",
      manifestFile({ ...COMPLETE_MANIFEST, fewShot: [{ path: "examples.jsonl" }] }),
    ],
    ["pinned hashes of the tool schemas", manifestFile(without("tools"))],
    ["pinned hashes of the tool schemas", manifestFile({ ...COMPLETE_MANIFEST, tools: ["deploy_tools@3"] })],
    ["guardrail policy version", manifestFile(without("guardrailPolicy"))],
    ["guardrail policy version", manifestFile({ ...COMPLETE_MANIFEST, guardrailPolicy: "support-safety" })],
    ["results per golden set", manifestFile(without("results"))],
    [
      "results per golden set",
      manifestFile({ ...COMPLETE_MANIFEST, results: [{ goldenSet: "support_golden@3" }] }),
    ],
    ["cost and latency by generation setting", manifestFile(without("costs"))],
    [
      "cost and latency by generation setting",
      manifestFile({ ...COMPLETE_MANIFEST, costs: [{ generationSettings: "default@3", costUsd: 0.1 }] }),
    ],
  ])("without its %s is refused, and the part is named", (part, file) => {
    expect(missingParts(parsePrompt([file]))).toEqual([part]);
    const refusing = checkPrompt([file]).filter(({ code }) => code === "missing_part");
    expect(refusing).toMatchObject([{ severity: "error", path: file.path }]);
    expect(refusing[0]?.message).toContain(part);
  });

  it("that promises nothing may lack anything: other teams' prompts are adopted as they are", () => {
    const { manifest: _promise, ...rest } = COMPLETE_MANIFEST;
    const file = manifestFile({ variables: rest.variables });
    expect(checkPrompt([file]).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(checkPrompt(plain("Answer {{question}}."))).toEqual([]);
    expect(missingParts(parsePrompt(plain("Hello")))).toEqual(MANIFEST_PARTS.slice(1));
  });

  it("knows that an empty list says that there are none", () => {
    expect(checkPrompt([manifestFile({ ...COMPLETE_MANIFEST, fewShot: [], tools: [] })])).toEqual([]);
  });
});

describe("lintPrompt", () => {
  const variables = [{ name: "question", boundBy: "request" }];
  const manifest = (body: string, data: Record<string, unknown> = {}) =>
    [manifestFile({ guardrailPolicy: "safety@1", variables, ...data }, body)] as const;

  it.each<[string, readonly PromptFile[], unknown[]]>([
    ["an empty prompt", plain(" \n"), [["error", "empty", null]]],
    ["a long prompt", plain("word ".repeat(LONG_PROMPT / 5 + 1)), [["warning", "too_long", null]]],
    ["row 63: a prompt of 1 MB", plain("word ".repeat(200_000)), [["error", "too_long", null]]],
    [
      "a used variable that nobody declares",
      manifest("{{question}}\n{{region}}"),
      [["warning", "undeclared_variable", 6]],
    ],
    ["a declared variable that nobody uses", manifest("Hello"), [["warning", "unused_variable", 3]]],
    [
      "a variable that nothing fills in",
      manifest("{{question}}", { variables: ["question"] }),
      [["warning", "unresolved_variable", 3]],
    ],
    ["a placeholder that is not closed", plain("Hello\n{{name"), [["warning", "broken_placeholder", 2]]],
    ["an f-string", plain("Hello {name}, {name}"), [["warning", "unrendered_syntax", 1]]],
    ["a shell variable", plain("Hello\n\n$" + "{name}"), [["warning", "unrendered_syntax", 3]]],
    ["a Jinja block", plain("{% if name %}\nHello\n{% endif %}"), [["warning", "unrendered_syntax", 1]]],
    ["a filter", plain("{{ name | upper }}"), [["warning", "unrendered_syntax", 1]]],
    [
      "a manifest without a guardrail policy",
      manifest("{{question}}", { guardrailPolicy: null }),
      [["warning", "missing_guardrail", null]],
    ],
    [
      "a floating guardrail policy",
      manifest("{{question}}", { guardrailPolicy: "safety@latest" }),
      [["error", "floating_reference", 2]],
    ],
    [
      "a floating tool",
      manifest("{{question}}", { tools: [{ ref: "t@main", sha256: "c".repeat(64) }] }),
      [["error", "floating_reference", 4]],
    ],
    ["an undated model", manifest("{{question}}", { model: "gpt-4o" }), [["error", "floating_reference", 4]]],
    ["a dated model", manifest("{{question}}", { model: "gpt-4o-2024-08-06" }), []],
    [
      "an output schema that is not JSON",
      manifest("{{question}}", { outputSchema: '{"type": ' }),
      [["error", "output_schema", 4]],
    ],
    [
      "an output schema with a type that does not exist",
      manifest("{{question}}", { outputSchema: { type: "text" } }),
      [["error", "output_schema", 4]],
    ],
    [
      "an output schema in a file that is not there",
      manifest("{{question}}", { outputSchema: "answer.json" }),
      [["warning", "output_schema_not_found", 4]],
    ],
    [
      "a field that does not exist",
      manifest("{{question}}", { temprature: 1 }),
      [["warning", "unknown_field", 4]],
    ],
    [
      "front matter that is not YAML",
      [{ path: "p.md", text: "---\nvariables: [\n---\nHello" }],
      [["error", "manifest_unreadable", null]],
    ],
    [
      "composed and decomposed twins",
      plain("{{caf\u00e9}}\n{{cafe\u0301}}"),
      [["warning", "unicode_twin", 1]],
    ],
  ])("finds %s", (_name, files, expected) => {
    expect(findings(files)).toEqual(expected);
  });

  it("holds a manifest that promises completeness to what it declares", () => {
    expect(findings([manifestFile(COMPLETE_MANIFEST, "{{question}} {{failures}} {{region}}")])).toEqual([
      ["error", "undeclared_variable", 12],
    ]);
  });

  it("knows the model's context where it is told", () => {
    const files = plain("Hello");
    const problems = lintPrompt(parsePrompt(files), files, { tokens: 9000, contextTokens: 8192 });
    expect(problems).toMatchObject([{ severity: "error", code: "too_long" }]);
  });

  it("does not call what a loop binds undeclared", () => {
    const file = manifestFile(
      { variables: [{ name: "passages", boundBy: "request" }], guardrailPolicy: "s@1" },
      "{% for p in passages %}{{ p }}{% endfor %}",
    );
    expect(findings([file])).toEqual([["warning", "unrendered_syntax", 5]]);
  });
});

describe("checkPins", () => {
  const [a, b] = ["a".repeat(64), "b".repeat(64)];
  const prompt = parsePrompt([manifestFile(COMPLETE_MANIFEST)]);

  it.each([
    ["the bytes that are pinned", [{ path: "prompts/examples.jsonl", contentDigest: `sha256:${a}` }], []],
    ["other bytes", [{ path: "prompts/examples.jsonl", contentDigest: `sha256:${b}` }], ["pin_differs"]],
    ["a file that is not known", [{ path: "other.jsonl", contentDigest: `sha256:${b}` }], []],
  ])("says of %s", (_name, known, codes) => {
    expect(checkPins(prompt, known).map(({ code }) => code)).toEqual(codes);
  });
});

describe("findSecrets", () => {
  const jwt = [
    "eyJhbGciOiJIUzI1NiJ9",
    "eyJzdWIiOiIxMjM0NTY3ODkwIn0",
    "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
  ].join(".");
  it.each([
    ["an OpenAI key", `key: ${["sk", "proj-abcdef1234567890abcdef"].join("-")}`],
    ["a GitHub token", ["ghp", "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6"].join("_")],
    ["an AWS key id", ["AKIA", "IOSFODNN7EXAMPLE"].join("")],
    ["a PEM key", ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" ")],
    ["a JSON web token", jwt],
    ["a bearer token", "Authorization: Bearer abcdefghij0123456789"],
  ])("names %s by kind and line, and never by content", (_name, secret) => {
    const found = checkPrompt(plain(`Hello\n${secret}\n`)).filter(({ code }) => code === "secret");
    expect(found).toMatchObject([{ severity: "error", line: 2 }]);
    expect(JSON.stringify(found)).not.toContain(secret.slice(-12));
  });

  it.each([
    "Bearer {{token}}",
    "the task-force-of-engineering-2024",
    "sk-learn-based-models-for-everyone",
    "eyJust.kidding",
  ])("leaves %s alone", (text) => expect(findSecrets(text)).toEqual([]));

  it.each([
    ["the beginnings of keys", "sk-".repeat(350_000)],
    ["the beginnings of tokens", "eyJ".repeat(350_000)],
    ["parts of tokens", `${"eyJaaaaaaaaaaaa.".repeat(60_000)}`],
    ["open braces", "{".repeat(1_000_000)],
    ["open placeholders", "{{a".repeat(350_000)],
    ["open blocks", "{% a ".repeat(200_000)],
    ["different variables", Array.from({ length: 100_000 }, (_, index) => `{{a${index}}}`).join("")],
    ["spaces", " ".repeat(1_000_000)],
    ["bearers", "bearer ".repeat(150_000)],
    ["dashes", "-----BEGIN ".repeat(90_000)],
  ])("comes to an end on 1 MB of %s", (_name, text) => {
    expect(() => checkPrompt(plain(text))).not.toThrow();
  });
});

describe("checkPrompt", () => {
  it("never throws, whatever the files and their data say", () => {
    const data = fc.option(fc.jsonValue(), { nil: undefined });
    const piece = fc.constantFrom(
      "---",
      "{{a}}",
      "{{",
      "}}",
      "{%",
      "%}",
      "variables:",
      "\n",
      "messages:",
      "é",
      "\u0000",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(piece, fc.string({ maxLength: 5 }))).map((all) => all.join("")),
    );
    const file = fc.record({
      path: fc.constantFrom("a.md", "b.yaml", "c.json", ""),
      text: fc.option(text),
      data,
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 3 }), (files) => {
        for (const problem of checkPrompt(files)) {
          expect(problem.code).toMatch(/^[a-z]+(_[a-z]+)*$/);
          expect(problem.message).toMatch(/[.]$/);
        }
      }),
    );
  });
});
