import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { digestOf } from "../lib/domain/digest.ts";
import { reportLines } from "./gate.ts";
import { githubLine } from "./print-problems.ts";
import { runGate } from "./run-gate.ts";

const LAYOUT = `project: deploybuddy
requires: [prompt]
layout:
  prompt:
    - prompts/{name}/{name}@{version}.md
    - prompts/{name}/{name}@{version}.yaml
  promotion_policy: policies/{name}@{version}.yaml
  model: models/{name}@{version}.yaml
environments:
  production: { aliases: deployments/production/aliases.yaml }
`;
const SCHEMA = '{"type":"object","required":["answer"],"properties":{"answer":{"type":"string"}}}';
const MANIFEST = `messages:
  - { role: system, content: "Help {{user}}." }
variables:
  user: { type: string }
guardrailPolicy: safety@1.4
outputSchema: answer.schema.json
recordedResponses: answers.jsonl
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tupelo-gate-"));
});
afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(directory, { recursive: true, force: true });
});

function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries({ "tupelo.yaml": LAYOUT, ...files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
const gate = async (files: Record<string, string>) => {
  write(files);
  return runGate(directory);
};
const codes = async (files: Record<string, string>) => {
  const { problems } = await gate(files);
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ path, line, code }) => `${path}:${line} ${code}`);
};
const prompt = { "prompts/support/support@1.md": "Help {{user}}.\n" };
const manifested = (schema: string, responses: string) => ({
  "prompts/support/support@1.yaml": MANIFEST,
  "prompts/support/answer.schema.json": schema,
  "prompts/support/answers.jsonl": responses,
});

describe("the fast gate over a folder", () => {
  it("passes what is in order, and says that the eval gate was not run", async () => {
    const report = await gate(prompt);
    expect(report).toMatchObject({ verdict: "pass", evalGate: "not_run", modelCalls: 0 });
    expect(reportLines(report, {}).at(-1)).toBe("eval gate: not run");
  });

  it("fails a broken output schema in a moment, asks no model, and leaves the eval gate not run", async () => {
    const ask = vi.fn();
    vi.stubGlobal("fetch", ask);
    const report = await gate(manifested('{"type": "object", "required": "answer"', '{"answer":"yes"}\n'));
    expect(report).toMatchObject({ verdict: "fail", evalGate: "not_run", modelCalls: 0 });
    expect(report.problems.some(({ path }) => path.includes("answer") || path.includes("support@1"))).toBe(
      true,
    );
    expect(ask).not.toHaveBeenCalled();
  });

  it("holds recorded responses against the schema, by line", async () => {
    expect(await codes(manifested(SCHEMA, '{"answer":"yes"}\n{"reply":"no"}\n'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/answers\.jsonl:2 recorded_output/)]),
    );
    const good = await gate(manifested(SCHEMA, '{"answer":"yes"}\n'));
    expect(good.problems.filter(({ code }) => code === "recorded_output")).toEqual([]);
  });

  it("does not take a schema with a pattern for passed, and says so", async () => {
    const report = await gate(
      manifested(SCHEMA.replace('"string"', '"string","pattern":"^y"'), '{"answer":"yes"}\n'),
    );
    expect(report.verdict).toBe("insufficient");
    expect(report.problems).toContainEqual(
      expect.objectContaining({
        line: 7,
        message: expect.stringContaining("the output schema uses pattern"),
      }),
    );
    expect(reportLines(report, {}).at(-2)).toMatch(/^fast gate: insufficient/);
  });

  it("holds pinned files against what is there: beside the manifest, and by a tool's reference", async () => {
    const front = (hash: string) => `---
guardrailPolicy: safety@1.4
fewShot:
  - { path: examples.jsonl, sha256: "${hash}" }
tools:
  - { ref: search@3, sha256: "${hash}" }
---
Help the team.
`;
    const text = '{"name":"search","description":"Search.","parameters":{"type":"object","properties":{}}}\n';
    const pinned = (hash: string) => ({
      "tupelo.yaml": LAYOUT.replace("  model:", "  tool_schema: tools/{name}@{version}.json\n  model:"),
      "prompts/support/support@1.md": front(hash),
      "prompts/support/examples.jsonl": text,
      "tools/search@3.json": text,
    });
    const at = "prompts/support/support@1.md";
    expect(await codes(pinned("0".repeat(64)))).toEqual([`${at}:4 pin_differs`, `${at}:6 pin_differs`]);
    expect(await codes(pinned(digestOf(text).slice(7)))).toEqual([]);
  });

  it("row 63: a template of 1 MB is too long, or what is wrong at its end is found", async () => {
    const line = "Answer in one sentence, and name the runbook.\n";
    const manifest = (lines: number, end: string) => ({
      "prompts/support/support@1.md": `---\nvariables:\n  user: { type: string }\nguardrailPolicy: safety@1.4\n---\n${line.repeat(lines)}Help {{user}}.${end}\n`,
    });
    expect(await codes(manifest(21_000, ""))).toEqual([]);
    const { problems } = await gate(manifest(21_000, " And {{nobody}}."));
    expect(problems).toContainEqual(expect.objectContaining({ line: 21_006, code: "undeclared_variable" }));
    expect(await codes(manifest(22_000, ""))).toEqual(["prompts/support/support@1.md:null too_long"]);
  });

  it("reads a policy, and names the line of what is wrong in it", async () => {
    const policy = "version: 1\nspeed: 1\n";
    const { problems, verdict } = await gate({ ...prompt, "policies/p@1.yaml": policy });
    expect(verdict).toBe("fail");
    expect(problems).toContainEqual(
      expect.objectContaining({ path: "policies/p@1.yaml", message: expect.stringContaining("speed") }),
    );
  });

  it("names a missing kind, a link and a folder without a layout", async () => {
    expect(await codes({})).toEqual(["tupelo.yaml:null missing_kind"]);
    symlinkSync("/etc/hostname", join(directory, "secret"));
    mkdirSync(join(directory, "prompts/support"), { recursive: true });
    symlinkSync("/etc/hostname", join(directory, "prompts/support/support@2.md"));
    expect(await codes(prompt)).toEqual(["prompts/support/support@2.md:null unsupported_entry"]);
    await expect(runGate(join(directory, "prompts"))).rejects.toThrow("tupelo.yaml");
  });

  it("names a file over 10 MiB and does not read it", async () => {
    const files = { "prompts/support/support@1.md": "x".repeat(10 * 1024 * 1024 + 1) };
    expect(await codes(files)).toContain("prompts/support/support@1.md:null too_large");
  });

  it("warns of two spellings of one name", async () => {
    const report = await gate({
      "prompts/caf\u00e9/caf\u00e9@1.md": "Help {{user}}.\n",
      "prompts/cafe\u0301/cafe\u0301@1.md": "Help {{user}}.\n",
    });
    expect(report.problems.map(({ code }) => code)).toContain("look_alike");
    expect(report.verdict).toBe("pass");
  });
});

describe("row 63: a release manifest", () => {
  const ID = "698df6d7ad";
  const digest = `sha256:${"a".repeat(64)}`;
  const commit = "5".repeat(40);
  const manifest = (change: (text: string) => string, own = digest) =>
    change(`id: ${ID}
manifestDigest: ${own}
components:
  model: { ref: lora@1.9, digest: ${digest}, path: models/lora@1.9.yaml, commit: "${commit}" }
`);
  const check = (text: string) => codes({ ...prompt, [`releases/${ID}.yaml`]: text });
  const RIGHT = /manifest digest (sha256:[0-9a-f]{64})/;
  const right = async () => {
    const { problems } = await gate({ ...prompt, [`releases/${ID}.yaml`]: manifest((text) => text) });
    return RIGHT.exec(problems.map(({ message }) => message).join("\n"))?.[1] ?? "";
  };

  it("is right with its own digest, in any order of its keys", async () => {
    const own = await right();
    expect(await check(manifest((text) => text, own))).toEqual([]);
    const turned = manifest((text) => `${text.split("\n").slice(1).join("\n")}id: ${ID}\n`, own);
    expect(await check(turned)).toEqual([]);
  });

  it.each([
    { name: "a wrong digest", change: (text: string) => text, says: "2 wrong_digest" },
    {
      name: "an upper case digest",
      change: (text: string) => text.replace("sha256:a", "sha256:A"),
      says: "bad_manifest",
    },
    { name: "an unknown field", change: (text: string) => `${text}speed: 1\n`, says: "5 unknown_field" },
    {
      name: "a missing field",
      change: (text: string) => text.replace(", path: models/lora@1.9.yaml", ""),
      says: "bad_manifest",
    },
    {
      name: "a floating reference",
      change: (text: string) => text.replace("@1.9,", "@latest,"),
      says: "4 floating_reference",
    },
    { name: "a repeated key", change: (text: string) => `${text}id: ${ID}\n`, says: "5 bad_manifest" },
    {
      name: "a bomb of aliases",
      change: () => `a: &a [x]\nb: [${"*a,".repeat(60)}]\n`,
      says: "bad_manifest",
    },
  ])("$name is refused", async ({ change, says }) => {
    expect((await check(manifest(change))).join("\n")).toContain(says);
  });

  it("has to be there where an alias names it", async () => {
    const files = { ...prompt, "deployments/production/aliases.yaml": `# who\nproduction: ${ID}\n` };
    expect(await codes(files)).toEqual(["deployments/production/aliases.yaml:2 missing_manifest"]);
  });
});

it("a message cannot start a line or a command of its own", () => {
  const problem = {
    path: "a,b:c.md",
    line: 2,
    severity: "error" as const,
    code: "x",
    message: "50%\n::warning::no",
  };
  expect(githubLine(problem)).toBe("::error file=a%2Cb%3Ac.md,line=2,title=x::50%25%0A::warning::no");
});
