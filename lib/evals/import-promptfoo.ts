import { canonicalJson } from "../domain/canonical-json.ts";
import { AppError } from "../domain/errors.ts";
import type { EvalCaseInput } from "../domain/gates/eval-case.ts";
import { storableText } from "./case-fields.ts";
import { type ImportedRun, type ImportOptions, MAX_CASES } from "./imported-run.ts";
import { pickPromptfooRows } from "./pick-promptfoo-rows.ts";
import { promptfooCase } from "./promptfoo-case.ts";
import { type PromptfooRow, promptfooFile, promptfooRow } from "./promptfoo-schema.ts";
import { refuseEvals } from "./refuse-evals.ts";
import type { UploadText } from "./upload-text.ts";

const WHAT = "a result file of promptfoo";

/**
 * importPromptfoo reads what `promptfoo eval -o run.json` (results version 2 or 3) or `-o run.jsonl` (a row a line)
 * wrote. An upload names one release, so of a file with several prompts or providers `options` picks one. Throws
 * `malformed-json`, `too-deep`, or `invalid-evals` with the JSON pointer (in JSONL the first step is the row, from 0).
 */
export function importPromptfoo(upload: UploadText, options: ImportOptions = {}): ImportedRun {
  const whole = upload.whole();
  if (whole !== undefined && !isRow(whole.value)) return importFile(whole.value, options);
  const rows = whole === undefined ? upload.lines() : [whole.value];
  return {
    ...{ format: "promptfoo", tool: "promptfoo", createdAt: null, conditions: null },
    cases: casesOf(rows, [], options),
  };
}

/** isPromptfoo looks at the content only: the one thing that no other format has. */
export function isPromptfoo(upload: UploadText): boolean {
  const value = (upload.whole() ?? upload.first())?.value;
  return isRow(value) || (isRecord(value) && isRecord(value.results) && Array.isArray(value.results.results));
}

function isRow(value: unknown): boolean {
  return isRecord(value) && "score" in value && "success" in value && "vars" in value && "provider" in value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function importFile(value: unknown, options: ImportOptions): ImportedRun {
  const file = promptfooFile.safeParse(value);
  if (!file.success) throw refuseEvals(WHAT, file.error);
  const { results, metadata } = file.data;
  const version = metadata?.promptfooVersion;
  return {
    format: "promptfoo",
    tool: version ? `promptfoo ${storableText(version)}` : "promptfoo",
    createdAt: instantOf(metadata?.evaluationCreatedAt ?? results.timestamp),
    cases: casesOf(results.results, ["results", "results"], options),
    conditions: null,
  };
}

function instantOf(text: string | null | undefined): string | null {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function casesOf(values: readonly unknown[], prefix: readonly string[], options: ImportOptions) {
  if (values.length > MAX_CASES) {
    throw new AppError("invalid-evals", `The run has more than ${MAX_CASES} cases.`);
  }
  const rows = values.map((value, index) => {
    const row = promptfooRow.safeParse(value);
    if (!row.success) throw refuseEvals(WHAT, row.error, [...prefix, index]);
    return row.data;
  });
  return numberRepeats(pickPromptfooRows(rows, options));
}

/** With `--repeat n` the same test is n rows; other variables under the same id are another case, refused later. */
function numberRepeats(rows: readonly PromptfooRow[]): EvalCaseInput[] {
  const seen = new Map<string, { vars: string; count: number }>();
  return rows.map((row) => {
    const item = promptfooCase(row);
    const vars = canonicalJson(row.vars);
    const known = seen.get(item.caseId);
    const isRepeat = known !== undefined && known.vars === vars;
    const repeat = isRepeat ? known.count + 1 : 1;
    if (known === undefined || isRepeat) seen.set(item.caseId, { vars, count: repeat });
    return { ...item, repeat };
  });
}
