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

const lc = (name: string, kwargs: unknown) => ({
  ...{ lc: 1, type: "constructor", id: ["langchain_core", "prompts", name] },
  kwargs,
});
const said = (name: string, template: string) => lc(name, { prompt: lc("PromptTemplate", { template }) });
const CHAT = lc("ChatPromptTemplate", {
  messages: [
    said("SystemMessagePromptTemplate", "Help."),
    lc("MessagesPlaceholder", { variable_name: "history" }),
    said("HumanMessagePromptTemplate", "{{question}}"),
  ],
});
const LIST = [
  { role: "system", content: "Help." },
  { type: "placeholder", name: "history" },
  { role: "user", content: "{{question}}" },
];
const CHAT_TEXTS = [
  ["system", "Help."],
  ["placeholder", "{{history}}"],
  ["user", "{{question}}"],
];

describe("exports of other tools", () => {
  const read = (data: unknown, path = "prompts/p.json") =>
    parsePrompt([{ path, text: JSON.stringify(data), data }]);

  it.each<[string, unknown, string[][]]>([
    ["Langfuse's chat prompt", { type: "chat", name: "p", version: 3, prompt: LIST }, CHAT_TEXTS],
    [
      "Langfuse's text prompt",
      { type: "text", prompt: "Hi {{name}}", labels: ["production"] },
      [["template", "Hi {{name}}"]],
    ],
    ["LangSmith's chat prompt", CHAT, CHAT_TEXTS],
    ["LangSmith's commit around it", { commit_hash: "1f", manifest: CHAT, examples: [] }, CHAT_TEXTS],
    [
      "a prompt and its model in sequence",
      lc("RunnableSequence", { first: CHAT, last: lc("ChatOpenAI", {}) }),
      CHAT_TEXTS,
    ],
    ["LangChain's plain template", lc("PromptTemplate", { template: "Hi" }), [["template", "Hi"]]],
    ["promptfoo's bare list of messages", LIST, CHAT_TEXTS],
  ])("reads %s", (_name, data, expected) => {
    const prompt = read(data);
    expect(prompt.texts.map(({ role, text }) => [role, text])).toEqual(expected);
    expect(prompt.problems).toEqual([]);
  });

  it("shows the settings of an export, and leaves its model to the release", () => {
    const prompt = read({ prompt: "Hi", config: { model: "gpt-4o", temperature: 0.2 } });
    expect(prompt.generationSettings).toEqual([{ name: "temperature", value: "0.2" }]);
    expect(prompt.model).toBeNull();
  });

  it("takes data in a form of its own as the text it is, and says so", () => {
    const prompt = read({ system: "Help {{user}}.", steps: [1] });
    expect(prompt.used.map(({ name }) => name)).toEqual(["user"]);
    expect(prompt.problems).toMatchObject([{ code: "unknown_form", severity: "warning" }]);
  });

  it("never takes examples beside a template for the prompt", () => {
    const examples = { path: "prompts/s/examples.json", text: JSON.stringify(LIST), data: LIST };
    const prompt = parsePrompt([{ path: "prompts/s/system.md", text: "Answer." }, examples]);
    expect([prompt.form, promptText(prompt)]).toEqual(["template", "Answer."]);
  });

  it.each([
    ["messages of which one has no role", [...LIST, { content: "x" }]],
    ["an empty list", []],
    ["a chat without messages", lc("ChatPromptTemplate", {})],
    [
      "nesting without an end",
      Array.from({ length: 500 }).reduce((first) => lc("RunnableSequence", { first }), {}),
    ],
    ["keys of JavaScript's own", { prompt: [{ role: "constructor", content: { __proto__: null } }] }],
  ])("never throws at %s", (_name, data) => {
    expect(() => read(data)).not.toThrow();
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
