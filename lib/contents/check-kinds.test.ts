import { describe, expect, it } from "vitest";
import { checkArtifact } from "../domain/artifacts/check-artifact.ts";
import { readData, withData } from "./read-data.ts";

const HEX = "ab".repeat(32);
const INDEX = {
  corpus: "corpus: { source: runbooks, snapshot: 2026-03-28 }",
  embedder: "embedder: embed@2",
  chunker: "chunker: sentence@3",
  normalisation: "normalisation: l2",
  filters: "filters: []",
  buildJob: "buildJob: runbooks-14",
};
const index = (without?: string) =>
  Object.entries(INDEX)
    .filter(([name]) => name !== without)
    .map(([, line]) => `${line}\n`)
    .join("");
const check = (kind: string, path: string, text: string | null) =>
  checkArtifact(kind, withData([{ path, text }]));
const errors = (kind: string, path: string, text: string | null) =>
  check(kind, path, text).filter((problem) => problem.severity === "error");

describe("what each kind of artifact has to say", () => {
  it.each([
    ["model", "m.yaml", `registryUri: models:/lora/1.9\nsha256: ${HEX}\n`],
    ["model", "m.yaml", "provider: openai\nmodel: gpt-4.1-2025-04-14\n"],
    ["retrieval_index", "i.yaml", index()],
    ["judge", "j.md", "---\nmodel: gpt-4o-2024-08-06\n---\nGrade the answer.\n"],
    ["judge", "j.md", "Grade the answer.\n"],
    ["golden_set", "g.jsonl", '{"id": "a"}\n\n{"id": "b", "url": "https://x.example/tree/main"}\n'],
    ["guardrail_policy", "p.md", "1. Refuse.\n"],
    ["router", "r.yaml", "routes: [{ to: support }]\n"],
    ["tool_schema", "t.json", '[{"type":"function","function":{"name":"a","parameters":{"type":"object"}}}]'],
    ["generation_settings", "s.yaml", "temperature: 0.2\ntopP: 1\nmaxTokens: 400\nseed: 7\n"],
    ["serving_image", "s.yaml", `image: ghcr.io/a/b@sha256:${HEX}\n`],
    ["feature_view", "f.py", "x = 1\n"],
    ["model", "model/lora.txt", "lora@1.9"],
  ])("%s in %s is taken", (kind, path, text) => expect(errors(kind, path, text)).toEqual([]));

  it.each([
    ["no digest", "model", "m.yaml", "registryUri: models:/lora/1.9\n", "missing_field", 1],
    ["upper case", "model", "m.yaml", `registryUri: a/b\nsha256: ${HEX.toUpperCase()}\n`, "bad_digest", 2],
    ["short digest", "model", "m.yaml", "registryUri: a/b\nsha256: abc\n", "bad_digest", 2],
    ["an MLflow alias", "model", "m.yaml", `registryUri: models:/a@champion\nsha256: ${HEX}\n`, null, null],
    ["undated model", "model", "m.yaml", "provider: openai\nmodel: gpt-4o\n", "model_unpinned", 2],
    ["undated judge", "judge", "j.md", "---\nmodel: gpt-4o\n---\nGrade.\n", "model_unpinned", 2],
    ["no rubric", "judge", "j.md", "---\nmodel: gpt-4o-2024-08-06\n---\n", "no_rubric", null],
    ["a line that is no JSON", "golden_set", "g.jsonl", '{"id":"a"}\n{"id":\n', "unparsable", 2],
    ["the same id twice", "golden_set", "g.jsonl", '{"id":"a"}\n{"id":"a"}\n', "duplicate_id", 2],
    ["no id", "golden_set", "g.jsonl", '{"q":"a"}\n', "missing_id", 1],
    ["a tag", "serving_image", "s.yaml", "image: ghcr.io/a/b:1.2\n", "image_unpinned", 1],
    ["hot", "generation_settings", "s.yaml", "a: 1\ntemperature: 3\n", "out_of_range", 2],
    ["text", "generation_settings", "s.yaml", "maxTokens: 0777\n", "out_of_range", 1],
    ["a broken schema", "tool_schema", "t.json", '{\n"type": "objekt"\n}', "bad_schema", 2],
    ["broken JSON", "tool_schema", "t.json", '{\n"a": 1\n"b": 2}', "unparsable", 3],
    ["nothing", "feature_view", "f.py", " \n", "empty", null],
    ["bytes", "feature_view", "f.py", null, "not_text", null],
    ["an unknown field", "promotion_policy", "p.yaml", "shaddow: 1\nversion: 1\n", "bad_policy", 1],
    ["no route", "router", "r.yaml", "routes: []\n", "empty", 1],
  ])("%s: refused in a %s (%s)", (_name, kind, path, text, code, line) => {
    const [first] = errors(kind, path, text);
    if (code === null) expect(check(kind, path, text)[0]?.code ?? "none").toBe("none");
    else expect([first?.code, first?.line]).toEqual([code, line]);
  });

  it.each(Object.keys(INDEX))("an index without its %s is refused, and the sentence names it", (part) => {
    const [problem] = errors("retrieval_index", "i.yaml", index(part));
    expect(problem?.message).toContain(`\`${part}\``);
  });

  it.each([
    ["golden_set", "g.yaml", "dataset: s3://evals/latest/cases.jsonl\n"],
    ["golden_set", "g.yaml", "goldenSet: { path: evals/support.jsonl }\n"],
    ["judge", "j.md", "---\nmodel: gpt-4o-2024-08-06\npolicy: safety@production\n---\nGrade.\n"],
    ["router", "r.yaml", "default: a\njudge: judges/groundedness.md\n"],
    ["guardrail_policy", "p.yaml", "source: https://git.example/policies/blob/main/safety.md\n"],
  ])("a %s that points to what may change is refused: %s %s", (kind, path, text) => {
    expect(errors(kind, path, text).map((problem) => problem.code)).toEqual(["floating_reference"]);
  });

  it.each([
    ["golden_set", "g.yaml", `goldenSet: { path: evals/support.jsonl, sha256: ${HEX} }\n`],
    ["router", "r.yaml", "default: a\njudge: groundedness@6\n"],
  ])("a %s that points to one version is taken: %s %s", (kind, path, text) => {
    expect(errors(kind, path, text)).toEqual([]);
  });
});

describe("reading data at the edge", () => {
  const value = (text: string) => readData("x.yaml", text).data;

  it("leaves text what it is: words, octal and odd numbers, dates", () => {
    expect(
      value("a: yes\nb: no\nc: 0777\nd: 1_000\ne: 2026-03-28\nf: .inf\ng: 0x1f\nh: 1.5\ni: true\n"),
    ).toEqual({
      ...{ a: "yes", b: "no", c: "0777", d: "1_000", e: "2026-03-28", f: ".inf", g: "0x1f", h: 1.5, i: true },
    });
  });

  it("takes keys that reach a prototype elsewhere, and merge keys, for names", () => {
    const read = value("base: &base { a: 1 }\nown:\n  <<: *base\n__proto__: { polluted: yes }\n");
    expect(JSON.stringify(read)).toBe('{"base":{"a":1},"own":{"<<":{"a":1}},"__proto__":{"polluted":"yes"}}');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  const anchors = [
    ...Array.from({ length: 1_000 }, (_, n) => `a${n}: &a${n} x`),
    ...Array.from({ length: 1_000 }, (_, n) => `b${n}: *a${n}`),
  ];
  const laughs = ["a0: &a0 [x]"];
  for (let n = 1; n < 12; n += 1)
    laughs.push(
      `a${n}: &a${n} [${Array(10)
        .fill(`*a${n - 1}`)
        .join(",")}]`,
    );
  it.each([
    ["a key that is there twice", "a: 1\nb: 2\na: 3\n", 3],
    ["a tag of JavaScript", "a: 1\nb: !!js/function 'x'\n", 2],
    ["a tag of Python", "b: !!python/object:os.system x\n", 1],
    ["a tab as indentation", "a:\n\tb: 1\n", 2],
    ["aliases that multiply", laughs.join("\n"), 7],
    ["aliases that multiply, 40 of them", laughs.slice(0, 5).join("\n"), null],
    ["1,000 anchors, each used once", anchors.join("\n"), 1_051],
    ["a tag of JavaScript on a key", "a: 1\n!!js/regexp /x/: 2\n", 2],
    ["5 MB", `a: ${"x".repeat(5_000_000)}\n`, null],
    ["more than 1 MiB", `a: ${"x".repeat(1024 * 1024)}\n`, null],
    ["nesting without end", `a: ${"[".repeat(50_000)}`, null],
    ["two documents", "a: 1\n---\nb: 2\n", null],
  ])("refuses %s and names the line", (_name, text, line) => {
    const read = readData("x.yaml", text);
    expect(read.data).toBeUndefined();
    expect(read.dataProblem?.message).toMatch(/^[A-Z].*\.$/s);
    if (line !== null) expect(read.dataProblem?.line).toBe(line);
  });

  it("refuses a key that is twice in JSON, and counts front matter's lines in the file", () => {
    expect(readData("x.json", '{"a": 1,\n"a": 2}').dataProblem?.line).toBe(2);
    const front = readData("x.md", "---\nmodel: a\nscale: 5\n---\nText\n");
    expect([front.data, front.lineOf?.(["scale"])]).toEqual([{ model: "a", scale: 5 }, 3]);
  });
});
