import { canonicalJson } from "../domain/canonical-json.ts";
import { digestOf } from "../domain/digest.ts";
import { AppError } from "../domain/errors.ts";
import { type EvalCaseInput, UNREPORTED } from "../domain/gates/eval-case.ts";
import { caseIdText, storableText } from "./case-fields.ts";
import { type ImportedRun, MAX_CASES } from "./imported-run.ts";
import { type PromptfooRow, promptfooFile, promptfooRow } from "./promptfoo-schema.ts";
import { decodeUpload, parseJson } from "./read-json-text.ts";
import { refuseEvals } from "./refuse-evals.ts";

const WHAT = "a result file of promptfoo";

/**
 * importPromptfoo reads what `promptfoo eval -o run.json` (results version 3) or `-o run.jsonl` (a row a line) wrote.
 * One file is one prompt with one provider, because an upload names one release. Throws `malformed-json`,
 * `too-deep`, or `invalid-evals` with the JSON pointer (in JSONL the first step is the line, from 0).
 */
export function importPromptfoo(bytes: Uint8Array): ImportedRun {
  const text = decodeUpload(bytes);
  const whole = parseJson(text);
  if (whole !== undefined && !isRow(whole.value)) return importFile(whole.value);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const rows = lines.map((line, index) => {
    const row = parseJson(line);
    if (row !== undefined) return row.value;
    const where = index === 0 ? "" : ` Line ${index + 1} is not.`;
    throw new AppError("malformed-json", `The file is neither JSON nor JSON in lines.${where}`);
  });
  return { format: "promptfoo", tool: "promptfoo", createdAt: null, cases: casesOf(rows, []) };
}

/** isPromptfoo looks at the content only: the one thing that no other format has. */
export function isPromptfoo(value: unknown): boolean {
  return isRow(value) || (isRecord(value) && isRecord(value.results) && Array.isArray(value.results.results));
}

function isRow(value: unknown): boolean {
  return isRecord(value) && "promptIdx" in value && "score" in value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function importFile(value: unknown): ImportedRun {
  const file = promptfooFile.safeParse(value);
  if (!file.success) throw refuseEvals(WHAT, file.error);
  const { results, metadata } = file.data;
  const version = metadata?.promptfooVersion;
  return {
    format: "promptfoo",
    tool: version ? `promptfoo ${storableText(version)}` : "promptfoo",
    createdAt: instantOf(metadata?.evaluationCreatedAt ?? results.timestamp),
    cases: casesOf(results.results, ["results", "results"]),
  };
}

function instantOf(text: string | null | undefined): string | null {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function casesOf(values: readonly unknown[], prefix: readonly string[]): EvalCaseInput[] {
  if (values.length === 0) throw new AppError("invalid-evals", "The run has no cases.");
  if (values.length > MAX_CASES)
    throw new AppError("invalid-evals", `The run has more than ${MAX_CASES} cases.`);
  const rows = values.map((value, index) => {
    const row = promptfooRow.safeParse(value);
    if (!row.success) throw refuseEvals(WHAT, row.error, [...prefix, index]);
    return row.data;
  });
  const releases = new Set(rows.map((row) => `${row.promptIdx} ${providerId(row)}`));
  if (releases.size > 1) {
    throw new AppError(
      "invalid-evals",
      `The file holds ${releases.size} combinations of prompt and provider. Upload one file for each release.`,
    );
  }
  return rows.map(caseOf);
}

function providerId(row: PromptfooRow): string {
  return typeof row.provider === "string" ? row.provider : `${row.provider.id} ${row.provider.label ?? ""}`;
}

function caseOf(row: PromptfooRow): EvalCaseInput {
  const isError = hasError(row);
  const output = row.response?.output;
  const reason = reasonOf(row);
  return {
    ...UNREPORTED,
    tags: [],
    metrics: {},
    caseId: caseIdOf(row),
    passed: row.success && !isError,
    score: isError ? 0 : row.score,
    totalTokens: tokensOf(row),
    latencyMs: row.response?.cached ? null : (row.latencyMs ?? null),
    costUsd: row.response?.cost ?? (row.cost || null),
    isCached: row.response?.cached ?? false,
    output: output === undefined || output === null ? null : storableText(textOf(output)),
    reason: reason === null ? null : storableText(reason),
    isError,
  };
}

function hasError(row: PromptfooRow): boolean {
  if (row.failureReason !== undefined) return row.failureReason === 2;
  return Boolean(row.response?.error) || !row.response;
}

function textOf(output: unknown): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}

/** promptfoo writes 0 for tokens and cost that a provider did not report, and no answer costs nothing: 0 is unknown. */
function tokensOf(row: PromptfooRow): number | null {
  for (const usage of [row.response?.tokenUsage, row.tokenUsage]) {
    const total = usage?.total ?? (usage?.prompt ?? 0) + (usage?.completion ?? 0);
    if (total > 0) return total;
  }
  return null;
}

/** The first failed assertion says most; else the first assertion that says anything. */
function reasonOf(row: PromptfooRow): string | null {
  if (row.response?.error) return row.response.error;
  const components = (row.gradingResult?.componentResults ?? []).filter((component) => component !== null);
  const telling = components.find((component) => !component.pass) ?? components[0];
  return telling?.reason ?? row.gradingResult?.reason ?? row.error ?? null;
}

/** The test's own id (metadata.caseId, vars.caseId, vars.id), else the digest of its variables. */
function caseIdOf(row: PromptfooRow): string {
  if (row.metadata?.caseId !== undefined) return row.metadata.caseId;
  const named = caseIdText.safeParse(row.vars.caseId ?? row.vars.id);
  return named.success ? named.data : digestOf(canonicalJson(row.vars));
}
