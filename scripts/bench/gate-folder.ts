import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/**
 * Measures `tupelo gate` as people start it, a process each time: 200 prompts, of which 100 are manifests with an output
 * schema of their own and recorded responses. One response in the last manifest does not fit, so that a gate that looks
 * at nothing is found out. Prints the median of five and the number of files; exits 1 when the answer is wrong or the
 * goal is missed.
 */
const GOAL_SECONDS = 2;
const [PROMPTS, MANIFESTS, RESPONSES, ROUNDS] = [200, 100, 20, 5];
const CLI = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LAYOUT = `project: bench
requires: [prompt]
layout:
  prompt:
    - prompts/{name}/v{version}.md
    - prompts/{name}/v{version}.schema.json
    - prompts/{name}/v{version}.jsonl
environments:
  production: { aliases: deployments/production/aliases.yaml }
`;

function schemaOf(number: number): string {
  const answer = { type: "string", maxLength: 1000 + number };
  const sources = { type: "array", items: { type: "string", format: "uri-reference" }, maxItems: 10 };
  return JSON.stringify({ type: "object", required: ["answer"], properties: { answer, sources } }, null, 2);
}

function manifestOf(number: number): Record<string, string> {
  const front = [
    "variables:",
    "  question: { type: string, boundBy: request, example: How do I roll back? }",
    "  service: { type: string, boundBy: releases@5, example: checkout }",
    "guardrailPolicy: safety@1.4",
    "model: gpt-4.1-mini-2025-04-14",
    "outputSchema: v1.schema.json",
    "recordedResponses: v1.jsonl",
  ].join("\n");
  const good = Array.from({ length: RESPONSES }, (_, index) =>
    JSON.stringify({ answer: `Answer ${index}.`, sources: [`runbooks/${index}.md`] }),
  );
  const responses = number === MANIFESTS ? [...good.slice(1), '{"reply":"no"}'] : good;
  return {
    "v1.md": `---\n${front}\n---\n${bodyOf(number)}Service {{service}}: {{question}}\n`,
    "v1.schema.json": schemaOf(number),
    "v1.jsonl": `${responses.join("\n")}\n`,
  };
}

function bodyOf(number: number): string {
  return `Prompt ${number}.\n${"Answer from the passages only, and name the runbook.\n".repeat(30)}`;
}

function writeFolder(directory: string): number {
  let count = 1;
  writeFileSync(path.join(directory, "tupelo.yaml"), LAYOUT);
  for (let number = 1; number <= PROMPTS; number += 1) {
    const folder = path.join(directory, "prompts", `p${number}`);
    mkdirSync(folder, { recursive: true });
    const plain = { "v1.md": `${bodyOf(number)}Help {{user}}.\n` };
    for (const [name, text] of Object.entries(number <= MANIFESTS ? manifestOf(number) : plain)) {
      writeFileSync(path.join(folder, name), text);
      count += 1;
    }
  }
  return count;
}

async function runOnce(directory: string): Promise<{ seconds: number; output: string }> {
  const started = performance.now();
  const args = ["--import", "tsx", CLI, "gate", directory];
  const output = await promisify(execFile)(process.execPath, args, { cwd: ROOT }).then(
    ({ stdout }) => stdout,
    (error: unknown) =>
      error instanceof Error && "stdout" in error
        ? `${error.stdout}${"stderr" in error ? error.stderr : ""}`
        : String(error),
  );
  return { seconds: (performance.now() - started) / 1000, output };
}

const directory = mkdtempSync(path.join(tmpdir(), "tupelo-gate-bench-"));
try {
  const files = writeFolder(directory);
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = await runOnce(directory);
    seconds.push(run.seconds);
    const found = run.output.split("\n").filter((line) => line.includes(" error "));
    const isRight =
      found.length === 1 &&
      found[0]?.startsWith(`prompts/p${MANIFESTS}/v1.jsonl:${RESPONSES} error recorded_output`) &&
      run.output.includes(`in ${PROMPTS} artifacts`);
    if (!isRight) throw new Error(`The gate said something else than one wrong response:\n${run.output}`);
  }
  const median = seconds.sort((left, right) => left - right)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  console.log(`tupelo gate: ${files} files, ${PROMPTS} prompts, median of ${ROUNDS}: ${median.toFixed(2)} s`);
  if (!(median <= GOAL_SECONDS)) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
