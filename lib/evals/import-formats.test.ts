import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseColumns } from "./column-map.ts";
import { importEvalRun } from "./index.ts";

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
const bytes = (text: string) => new TextEncoder().encode(text);

describe("promptfoo with repeats, tags and named scores", () => {
  test.each(["repeats.fixture.json", "repeats.fixture.jsonl"])("%s", (name) => {
    const { cases } = importEvalRun(fixture(name));
    expect(cases).toHaveLength(6);
    expect(cases.map((item) => item.repeat)).toEqual([1, 2, 1, 2, 1, 2]);
    expect(cases[0]).toMatchObject({
      ...{ caseId: "sla-payments", tags: ["sla", "payments"], metrics: { quality: 1, brevity: 0.75 } },
      ...{ input: "How long for payments?", inputTokens: 20, outputTokens: 10, totalTokens: 30 },
    });
    expect(cases[2]?.caseId).toMatch(/^sha256:/);
    expect(cases[2]?.caseId).toBe(cases[3]?.caseId);
    expect(cases[4]).toMatchObject({ isError: true, passed: false, score: 0, tags: ["outage"] });
  });

  test("version 2, whose rows say neither ids nor tags, is known by the variables", () => {
    const { cases } = importEvalRun(fixture("version-2.fixture.json"));
    expect(cases.map((item) => item.repeat)).toEqual([1, 2, 1, 2, 1, 2]);
    expect(cases[0]).toMatchObject({ score: 1, passed: true, totalTokens: 30, metrics: { quality: 1 } });
    expect(cases[0]?.caseId).toBe(cases[1]?.caseId);
    expect(cases[4]).toMatchObject({ isError: true, score: 0 });
  });

  test.each(["deploy-assistant", "assistant"])("of two providers %s is picked by label or id", (provider) => {
    const file = fixture("two-providers.fixture.json");
    expect(() => importEvalRun(file)).toThrow('provider "other-assistant"');
    expect(importEvalRun(file, "promptfoo", { provider }).cases).toHaveLength(1);
    expect(() => importEvalRun(file, "promptfoo", { provider: "nobody" })).toThrow("There is no such");
  });

  test("of two prompts one is picked", () => {
    const file = fixture("two-prompts.fixture.json");
    expect(importEvalRun(file, undefined, { prompt: "support" }).cases).toHaveLength(2);
  });
});

describe("JUnit XML", () => {
  test("vitest's: passed is 1, failed 0, skipped not measured, output to the console not read", () => {
    const { cases, format } = importEvalRun(fixture("vitest.junit.fixture.xml"));
    expect(format).toBe("junit");
    expect(cases.map(({ score, passed, isError }) => [score, passed, isError])).toEqual([
      [1, true, false],
      [0, false, false],
      [0, false, true],
    ]);
    expect(cases[1]?.caseId).toBe('answers.test.ts > answers > in an outage > names <the> "desk" & nobody');
    expect(cases[1]?.reason).toContain("expected 'desk' to be 'on-call'");
    expect(cases[1]?.reason).not.toContain("noise");
    expect(cases[0]?.latencyMs).toBeCloseTo(1.183917);
  });

  test("promptfoo's: an error is no measurement", () => {
    const { cases } = importEvalRun(fixture("promptfoo.junit.fixture.xml"));
    expect(cases).toHaveLength(6);
    expect(cases[4]).toMatchObject({ isError: true, reason: "Reason: Evaluation error" });
  });

  test("nested suites are read, and console output in CDATA may say anything", () => {
    const xml = `<?xml version="1.0"?><!-- <!DOCTYPE no> --><testsuites><testsuite name="a"><testsuite name="b">
      <testcase name="deep"><system-out><![CDATA[<!DOCTYPE html>&lol;]]></system-out></testcase>
      </testsuite><testcase name="shallow"/></testsuite></testsuites>`;
    expect(importEvalRun(bytes(xml)).cases.map((item) => item.caseId)).toEqual(["b > deep", "a > shallow"]);
  });

  test.each([
    {
      name: "a billion laughs",
      xml: '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><testsuites><testcase name="&b;"/></testsuites>',
      says: "DOCTYPE",
    },
    {
      name: "an external entity",
      xml: '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites/>',
      says: "DOCTYPE",
    },
    { name: "a bomb of elements", xml: `<testsuites>${"<a>".repeat(10_000)}`, says: "nested deeper" },
    {
      name: "a truncated file",
      xml: '<testsuites><testsuite name="a"><testcase name="b">',
      says: "well-formed",
    },
    { name: "a file without cases", xml: "<testsuites/>", says: "no cases" },
    {
      name: "a name twice",
      xml: '<testsuites><testcase name="b"/><testcase name="b"/></testsuites>',
      says: '"b" is in the file twice',
    },
  ])("$name is refused", ({ xml, says }) => {
    expect(() => importEvalRun(bytes(xml))).toThrow(says);
  });
});

describe("CSV and JSONL with a column map", () => {
  test("LangSmith's experiment needs no map; seconds become milliseconds", () => {
    const { cases, tool } = importEvalRun(fixture("langsmith.fixture.csv"));
    expect(tool).toBe("langsmith");
    expect(cases.map(({ score, passed, isError }) => [score, passed, isError])).toEqual([
      [1, true, false],
      [0, false, false],
      [0, false, true],
    ]);
    expect(cases[0]).toMatchObject({ input: "How long for payments?", output: "4 hours" });
    expect(cases[0]?.latencyMs).toBeLessThan(1);
    expect(cases[2]?.reason).toContain("answered 503");
  });

  test("promptfoo's CSV by a map that is given", () => {
    const text = fixture("promptfoo.fixture.csv").toString().split("\n");
    const columns = parseColumns("caseId=Description,score=Score,passed=Status,input=question");
    const rows = [text[0], text[1], text[3], text[5]].join("\n");
    const { cases } = importEvalRun(bytes(rows), "csv", { columns });
    expect(cases.map(({ caseId, score, passed }) => [caseId, score, passed])).toEqual([
      ["sla-payments", 1, true],
      ["How long for search?", 0.5, true],
      ["sla-outage", 0, false],
    ]);
    expect(() => importEvalRun(fixture("promptfoo.fixture.csv"), "csv", { columns })).toThrow("twice");
  });

  test("row 68: a number of 400,000 digits is refused at once, a number with a bare dot is read", () => {
    const rows = (score: string) => bytes(`caseId,score,latencyMs\na,${score},.5\n`);
    expect(importEvalRun(rows("1."), "csv").cases[0]).toMatchObject({ score: 1, latencyMs: 0.5 });
    expect(() => importEvalRun(rows(`${"0".repeat(400_000)}!`), "csv")).toThrow("is not a number");
  });

  test("paths of JSONL go into objects; a name with a dot is taken first", () => {
    const columns = parseColumns("caseId=inputs.id,score=feedback.correctness,passAt=0.8,output=outputs");
    const rows = [
      { inputs: { id: "a" }, feedback: { correctness: 0.8 }, outputs: { text: "x" } },
      { "inputs.id": "b", feedback: { correctness: 0.7 }, outputs: null },
    ];
    const { cases, format } = importEvalRun(
      bytes(rows.map((row) => JSON.stringify(row)).join("\n")),
      undefined,
      {
        columns,
      },
    );
    expect(format).toBe("jsonl");
    expect(cases.map(({ caseId, passed, output }) => [caseId, passed, output])).toEqual([
      ["a", true, '{"text":"x"}'],
      ["b", false, null],
    ]);
  });

  test.each([
    { name: "a score that is text", text: "caseId,score\na,good", says: "Row 1, score" },
    { name: "NaN", text: "caseId,score\na,NaN", says: "is not a number" },
    { name: "Infinity", text: "caseId,score\na,1e400", says: "number" },
    { name: "a score above 1", text: "caseId,score\na,84", says: "Row 1, score" },
    { name: "a missing score", text: "caseId,score\na,", says: "is missing" },
    { name: "a score that says no verdict", text: "caseId,score\na,0.5", says: "passAt=0.8" },
    { name: "a case twice", text: "caseId,score\na,1\na,1", says: '"a" is in the file twice' },
    { name: "a column twice", text: "caseId,score,score\na,1,1", says: 'Two columns are named "score"' },
    { name: "a row too short", text: "caseId,score\na", says: "not CSV" },
    { name: "an open quote", text: 'caseId,score\n"a,1', says: "not CSV" },
    { name: "a header alone", text: "caseId,score\n", says: "no cases" },
    { name: "unknown columns", text: "id,points\na,1", says: "no result file that Tupelo knows" },
    { name: "JSONL with a number as text", text: '{"caseId":"a","score":"1"}', says: "Row 1, score" },
    {
      name: "JSONL with a key twice",
      text: '{"caseId":"a","caseId":"b","score":1}',
      says: "twice in one object",
    },
  ])("$name is refused", ({ text, says }) => {
    expect(() => importEvalRun(bytes(text))).toThrow(says);
  });

  test.each(["speed=x", "caseId", "caseId=a,caseId=b", '{"caseId":1}', "{", ""])(
    "the map %j is refused",
    (text) => {
      expect(() => parseColumns(text)).toThrow("column map");
    },
  );
});

describe("wrong uploads of any kind", () => {
  test.each([
    { name: "nothing", text: "", says: "empty" },
    {
      name: "truncated JSON",
      text: '{"format":"tupelo","version":1,"cases":[{"caseId":"a"',
      says: "cut off",
    },
    {
      name: "a key twice",
      text: '{"format":"tupelo","version":1,"cases":[{"caseId":"a","caseId":"b","score":1,"passed":true}]}',
      says: '"caseId" twice',
    },
    {
      name: "a key twice in disguise",
      text: '{"format":"tupelo","version":1,"tool":"a","t\\u006fol":"b","cases":[]}',
      says: '"tool" twice',
    },
    { name: "another tool's JSON", text: '{"lighthouseVersion":"12","audits":{}}', says: "no result file" },
    {
      name: "a case twice in our own format",
      text: '{"format":"tupelo","version":1,"cases":[{"caseId":"a","score":1,"passed":true},{"caseId":"a","score":1,"passed":true}]}',
      says: '"a" is in the file twice as repeat 1',
    },
    {
      name: "a metric with NUL",
      text: '{"format":"tupelo","version":1,"cases":[{"caseId":"a","score":1,"passed":true,"metrics":{"a\\u0000":1}}]}',
      says: "/cases/0/metrics",
    },
  ])("$name", ({ text, says }) => {
    expect(() => importEvalRun(bytes(text))).toThrow(says);
  });

  test("gzip is named", () => {
    expect(() => importEvalRun(new Uint8Array([0x1f, 0x8b, 8, 0]))).toThrow("gzip");
  });

  test("a text of 10 MB is cut, not refused", () => {
    const output = "x".repeat(10_000_000);
    const cases = [{ caseId: "a", score: 1, passed: true, output }];
    const run = importEvalRun(bytes(JSON.stringify({ format: "tupelo", version: 1, cases })));
    expect(run.cases[0]?.output).toHaveLength(20_000);
  });

  test("a quote after backslashes ends its string", () => {
    const text = String.raw`{"format":"tupelo","version":1,"tool":"a\\\\","cases":[{"caseId":"\\\"{[","score":1,"passed":true}]}`;
    expect(importEvalRun(bytes(text)).cases[0]?.caseId).toBe(String.raw`\"{[`);
  });
});
