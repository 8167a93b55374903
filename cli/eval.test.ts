import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importEvalRun } from "../lib/evals/index.ts";
import { type ChatEndpoint, startChatEndpoint } from "../lib/evals/testing/chat-endpoint.ts";
import { type EvalOptions, runEval } from "./eval.ts";

const KEY = "sk-cli-secret-0123456789";
const LAYOUT = `project: deploybuddy
layout:
  prompt: prompts/{name}/{name}@{version}.md
  golden_set: prompts/{name}/tests/{name}_golden.jsonl
  judge: judges/{name}@{version}.md
environments: {}
`;
const golden = ["a", "b", "c"]
  .map((id) => JSON.stringify({ id, question: `${id}?`, mustInclude: ["fine"] }))
  .join("\n");

let directory: string;
let endpoint: ChatEndpoint;
let said: string[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "tupelo-eval-"));
  said = [];
  endpoint = await startChatEndpoint(() => ({ text: "All is fine." }));
  const files = {
    "tupelo.yaml": LAYOUT,
    "prompts/support/support@1.md": "Answer {{question}}\n",
    "prompts/support/tests/support_golden.jsonl": golden,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
});
afterEach(async () => {
  await endpoint.close();
  rmSync(directory, { recursive: true, force: true });
});

const out = () => join(directory, "run.json");
function run(change: Partial<EvalOptions> = {}, signal = new AbortController().signal) {
  const options = {
    model: "gpt-4.1-nano-2025-04-14",
    endpoint: endpoint.url,
    prompt: "support@1",
    repeats: "1",
    concurrency: "1",
    out: out(),
    project: "p",
    url: "http://127.0.0.1:1",
  };
  return runEval(
    directory,
    { ...options, ...change },
    { keys: { model: KEY, console: "" }, say: (line) => said.push(line), signal },
  );
}

describe("tupelo eval", () => {
  it("measures a folder's golden set and writes a file that can be uploaded", async () => {
    expect(await run()).toBe(0);
    const { cases, conditions } = importEvalRun(readFileSync(out()), "native");
    expect(cases).toHaveLength(3);
    expect(cases[0]).toMatchObject({ caseId: "a", passed: true, score: 1, totalTokens: 120 });
    expect(conditions?.prompt).toEqual(["support@1"]);
    expect(endpoint.requests[0]?.authorization).toBe(`Bearer ${KEY}`);
  });

  it("stops at its budget with exit code 1, and goes on without paying twice", async () => {
    expect(await run({ budget: "0.0000001" })).toBe(1);
    expect(endpoint.requests).toHaveLength(0);
    expect(await run({ budget: "1" })).toBe(0);
    expect(await run({ budget: "1" })).toBe(0);
    expect(endpoint.requests).toHaveLength(3);
  });

  it("says how to go on when it is interrupted, with exit code 130", async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await run({}, stop.signal)).toBe(130);
    expect(said.join("\n")).toContain("Run the same command again");
  });

  it("goes on after a journal whose last line was cut off", async () => {
    expect(await run()).toBe(0);
    const journal = `${out()}.journal.jsonl`;
    const text = readFileSync(journal, "utf8");
    writeFileSync(journal, text.slice(0, -20));
    expect(await run()).toBe(0);
    expect(endpoint.requests).toHaveLength(3);
  });

  it("never writes the model's key anywhere", async () => {
    await endpoint.close();
    endpoint = await startChatEndpoint(() => ({ status: 400, body: { error: { message: `no ${KEY}` } } }));
    expect(await run()).toBe(0);
    const written = [
      readFileSync(out(), "utf8"),
      readFileSync(`${out()}.journal.jsonl`, "utf8"),
      ...said,
    ].join("\n");
    expect(written).not.toContain(KEY);
  });

  it.each([
    { name: "an unknown prompt", change: { prompt: "other@1" }, says: "There is no prompt other@1" },
    { name: "an unknown judge", change: { judge: "tone@9" }, says: "There is no judge tone@9" },
    {
      name: "a model without a price under a budget",
      change: { model: "own", budget: "1" },
      says: "The price of own is not known",
    },
    {
      name: "a key in the address",
      change: { endpoint: "http://me:secret@127.0.0.1/v1" },
      says: "TUPELO_MODEL_KEY",
    },
  ])("refuses $name with exit code 2", async ({ change, says }) => {
    expect(await run(change)).toBe(2);
    expect(said.join("\n")).toContain(says);
    expect(said.join("\n")).not.toContain("secret@");
  });
});
