import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AppError } from "../domain/errors.ts";
import { summariseCases } from "../domain/gates/eval-summary.ts";
import { importEvalRun } from "./index.ts";

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
const demo = (name: string) => readFileSync(new URL(`../../demo/evals/${name}`, import.meta.url));
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function refusalOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const row = (change: object = {}) => ({
  promptIdx: 0,
  provider: { id: "deploy-assistant" },
  success: true,
  score: 1,
  failureReason: 0,
  latencyMs: 10,
  vars: { question: "How long?" },
  response: { output: "4 hours", tokenUsage: { total: 12 } },
  ...change,
});
const file = (...rows: unknown[]) => bytes({ results: { version: 3, results: rows } });

describe("files that promptfoo wrote", () => {
  test.each([
    { name: "baseline.fixture.json", quality: 0.84, tokensMean: 620, fastest: 780, slowest: 860 },
    {
      name: "candidate-more-tokens.fixture.json",
      quality: 0.87,
      tokensMean: 790,
      fastest: 930,
      slowest: 1000,
    },
    { name: "candidate-good.fixture.json", quality: 0.87, tokensMean: 640, fastest: 800, slowest: 1000 },
  ])("$name has its numbers exactly", ({ name, quality, tokensMean, fastest, slowest }) => {
    const run = importEvalRun(demo(name));
    const summary = summariseCases(run.cases);
    expect(run.tool).toBe("promptfoo 0.121.20");
    expect(summary).toMatchObject({ caseCount: 20, errorCount: 0, quality, tokensMean });
    expect(summary.latencyP95Ms).toBeGreaterThan(fastest);
    expect(summary.latencyP95Ms).toBeLessThan(slowest);
  });

  test("runs of one golden set have the same case ids", () => {
    const digests = ["baseline", "candidate-more-tokens", "candidate-good"].map(
      (name) => summariseCases(importEvalRun(demo(`${name}.fixture.json`)).cases).caseIdsDigest,
    );
    expect(new Set(digests).size).toBe(1);
  });

  test("an error, a missing token count and a cached answer are told apart", () => {
    const { cases } = importEvalRun(fixture("gaps-and-error.fixture.json"));
    expect(cases[2]).toMatchObject({ caseId: "sla-search-rollback", totalTokens: null, costUsd: null });
    expect(cases[3]).toMatchObject({ isError: true, passed: false, score: 0, totalTokens: null });
    expect(cases[3]?.reason).toBe("the model's endpoint answered 503");
    expect(cases[5]).toMatchObject({ isCached: true, latencyMs: null, totalTokens: 602 });
    expect(summariseCases(cases)).toMatchObject({ caseCount: 6, errorCount: 1, tokensMean: null });
  });

  test("JSONL is read a row a line and gives the same cases", () => {
    const numbers = (name: string) =>
      importEvalRun(fixture(name)).cases.map(({ latencyMs: _measured, ...rest }) => rest);
    expect(numbers("gaps-and-error.fixture.jsonl")).toEqual(numbers("gaps-and-error.fixture.json"));
  });

  test("two prompts in one file are refused, because an upload names one release", () => {
    const refusal = refusalOf(() => importEvalRun(fixture("two-prompts.fixture.json")));
    expect(refusal.code).toBe("invalid-evals");
    expect(refusal.detail).toContain("2 combinations of prompt and provider");
  });
});

describe("what is refused, with its pointer", () => {
  test.each([
    { name: "a score as text", change: { score: "0.84" }, pointer: "/results/results/1/score" },
    { name: "a score of null (NaN)", change: { score: null }, pointer: "/results/results/1/score" },
    { name: "no score", change: { score: undefined }, pointer: "/results/results/1/score" },
    { name: "negative latency", change: { latencyMs: -1 }, pointer: "/results/results/1/latencyMs" },
    { name: "no variables", change: { vars: undefined }, pointer: "/results/results/1/vars" },
    {
      name: "tokens beyond exact integers",
      change: { response: { tokenUsage: { total: 2 ** 53 } } },
      pointer: "/results/results/1/response/tokenUsage/total",
    },
    {
      name: "half a token",
      change: { response: { tokenUsage: { total: 1.5 } } },
      pointer: "/results/results/1/response/tokenUsage/total",
    },
    {
      name: "a case id with NUL",
      change: { metadata: { caseId: "a\0b" } },
      pointer: "/results/results/1/metadata/caseId",
    },
  ])("$name", ({ change, pointer }) => {
    const refusal = refusalOf(() => importEvalRun(file(row(), row(change))));
    expect(refusal.code).toBe("invalid-evals");
    expect(refusal.errors?.[0]?.pointer).toBe(pointer);
    expect(refusal.detail).toContain(pointer);
  });

  test.each([
    {
      name: "infinity",
      text: '{"results":{"version":3,"results":[{"score":1e400}]}}',
      code: "invalid-evals",
    },
    { name: "an older version", text: '{"results":{"version":1,"results":[]}}', code: "invalid-evals" },
    { name: "no cases", text: '{"results":{"version":3,"results":[]}}', code: "invalid-evals" },
    { name: "some other JSON", text: '{"hello":1}', code: "invalid-evals" },
    { name: "null", text: "null", code: "invalid-evals" },
    { name: "nothing", text: "", code: "malformed-json" },
    { name: "NaN", text: '{"results":{"version":3,"results":[{"score":NaN}]}}', code: "malformed-json" },
    { name: "no JSON", text: "score,1", code: "malformed-json" },
    { name: "a bomb of brackets", text: "[".repeat(100_000), code: "too-deep" },
  ])("$name is $code", ({ text, code }) => {
    expect(refusalOf(() => importEvalRun(new TextEncoder().encode(text))).code).toBe(code);
  });

  test("bytes that are not UTF-8 are malformed", () => {
    const refusal = refusalOf(() => importEvalRun(new Uint8Array([0x22, 0xff, 0x22])));
    expect(refusal.code).toBe("malformed-json");
  });
});

describe("text and identity", () => {
  test("what cannot be stored is replaced in answers, which are cut at 20,000 characters", () => {
    const [first] = importEvalRun(
      file(row({ response: { output: `a\0b\ud800${"x".repeat(30_000)}` } })),
    ).cases;
    expect(first?.output?.slice(0, 5)).toBe("a\uFFFDb\uFFFDx");
    expect(first?.output).toHaveLength(20_000);
  });

  test("a case without an id is known by its variables, in any order of keys", () => {
    const ids = [{ a: 1, b: "2" }, { b: "2", a: 1 }, { a: 2 }].map(
      (vars) => importEvalRun(file(row({ vars }))).cases[0]?.caseId,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test("__proto__ in a file pollutes nothing", () => {
    const text = JSON.stringify({ results: { version: 3, results: [row()] } }).replace(
      '"vars":{',
      '"vars":{"__proto__":{"polluted":true},',
    );
    expect(importEvalRun(new TextEncoder().encode(text)).cases).toHaveLength(1);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
