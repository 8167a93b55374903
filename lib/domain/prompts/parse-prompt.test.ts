import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePrompt } from "./parse-prompt.ts";
import { promptText } from "./prompt.ts";
import { exampleValues, renderPrompt } from "./render-prompt.ts";

const messagesYaml = [
  "guardrailPolicy: support-safety@1.4",
  "messages:",
  "  - role: system",
  "    content: |",
  "      You are DeployBuddy.",
  "      Region: {{region}}",
  "  - role: user",
  "    content: '{{question}}'",
].join("\n");

describe("parsePrompt", () => {
  it("reads a plain template with the line of each variable", () => {
    const prompt = parsePrompt([{ path: "p.md", text: "Hello {{ name }}.\n\n{{question}} {{name}}" }]);
    expect(prompt.form).toBe("template");
    expect(prompt.used.map(({ name, line }) => [name, line])).toEqual([
      ["name", 1],
      ["question", 3],
      ["name", 3],
    ]);
    expect(prompt.declared).toBeNull();
  });

  it("reads messages of YAML with the lines of the file", () => {
    const data = {
      guardrailPolicy: "support-safety@1.4",
      messages: [
        { role: "system", content: "You are DeployBuddy.\nRegion: {{region}}\n" },
        { role: "user", content: "{{question}}" },
      ],
    };
    const prompt = parsePrompt([{ path: "p.yaml", text: messagesYaml, data }]);
    expect(prompt.texts.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(prompt.used.map(({ name, line }) => [name, line])).toEqual([
      ["region", 6],
      ["question", 8],
    ]);
    expect(prompt.guardrailPolicy).toEqual({ ref: "support-safety@1.4", line: 1 });
  });

  it("takes data files that a manifest names for what they are, and reads the schema among them", () => {
    const data = {
      outputSchema: "./answer.schema.json",
      variables: {},
      tools: [{ path: "tools.md", sha256: "a".repeat(64) }],
    };
    const prompt = parsePrompt([
      { path: "prompts/s/manifest.yaml", text: "outputSchema: ./answer.schema.json", data },
      { path: "prompts/s/template.md", text: "Hello" },
      { path: "prompts/s/tools.md", text: "not the template" },
      { path: "prompts/s/answer.schema.json", text: '{"type":"object"}' },
      { path: "prompts/s/examples.jsonl", text: "{}" },
    ]);
    expect(promptText(prompt)).toBe("Hello");
    expect(prompt.outputSchema).toMatchObject({ path: "./answer.schema.json", text: '{"type":"object"}' });
  });

  it("takes other front matter, and a rule at the top, for what it is", () => {
    const titled = parsePrompt([{ path: "p.md", text: "---\ntitle: x\n---\nHello", data: { title: "x" } }]);
    expect([titled.form, promptText(titled)]).toEqual(["template", "Hello"]);
    const ruled = parsePrompt([{ path: "p.md", text: "---\nHello\n---\nthere" }]);
    expect(promptText(ruled)).toBe("---\nHello\n---\nthere");
  });

  it("reads few_shot as fewShot", () => {
    const data = { few_shot: [{ path: "x.jsonl", sha256: `sha256:${"a".repeat(64)}` }] };
    const prompt = parsePrompt([{ path: "p.md", text: "---\nfew_shot: []\n---\nHi", data }]);
    expect(prompt.fewShot).toMatchObject([{ path: "x.jsonl", sha256: "a".repeat(64), line: 2 }]);
  });
});

describe("renderPrompt", () => {
  const render = (text: string, values: Record<string, string>) =>
    renderPrompt(parsePrompt([{ path: "p.md", text }]), new Map(Object.entries(values)));

  it("fills in what it has and names what it lacks", () => {
    expect(render("{{a}} and {{ b }}", { a: "1", c: "3" })).toMatchObject({
      text: "1 and {{ b }}",
      unresolved: ["b"],
      unknown: ["c"],
    });
  });

  it.each([
    ["a value that looks like a placeholder", "{{a}}", { a: "{{b}}", b: "no" }, "{{b}}"],
    ["a value with the signs of replacement patterns", "{{a}}", { a: "$& $1 $$" }, "$& $1 $$"],
    ["logic", "{{#if a}}x{{/if}}", { a: "1" }, "{{#if a}}x{{/if}}"],
    ["a Jinja expression", "{% set x = 1 %}{{ 7*7 }}", { a: "1" }, "{% set x = 1 %}{{ 7*7 }}"],
    ["names of JavaScript's own", "{{constructor}} {{__proto__}}", {}, "{{constructor}} {{__proto__}}"],
  ])("never runs %s", (_name, text, values, expected) => {
    expect(render(text, values).text).toBe(expected);
  });

  it("puts every value in as it is, whatever it says", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, value) => {
        const safe = before.replaceAll(/[{}]/g, "");
        expect(render(`${safe}[{{v}}]`, { v: value }).text).toBe(`${safe}[${value}]`);
      }),
    );
  });

  it("takes example values from the declaration", () => {
    const data = { variables: [{ name: "a", example: 3 }, "b"] };
    const prompt = parsePrompt([{ path: "p.yaml", text: "", data }]);
    expect([...exampleValues(prompt)]).toEqual([["a", "3"]]);
  });
});
