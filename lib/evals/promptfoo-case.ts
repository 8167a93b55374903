import { canonicalJson } from "../domain/canonical-json.ts";
import { digestOf } from "../domain/digest.ts";
import type { EvalCaseInput } from "../domain/gates/eval-case.ts";
import {
  caseIdText,
  MAX_METRICS,
  MAX_TAGS,
  metricName,
  storableText,
  tagText,
  textOf,
} from "./case-fields.ts";
import type { PromptfooRow } from "./promptfoo-schema.ts";

/** promptfooCase is one row of promptfoo's results as a case, its `repeat` still 1. */
export function promptfooCase(row: PromptfooRow): EvalCaseInput {
  const reason = reasonOf(row);
  return {
    caseId: caseIdOf(row),
    repeat: 1,
    passed: row.success,
    score: row.score,
    ...tokensOf(row),
    latencyMs: row.latencyMs ?? null,
    costUsd: row.response?.cost ?? (row.cost || null),
    isCached: row.response?.cached ?? false,
    input: inputOf(row),
    output: textOf(row.response?.output),
    reason: reason === null ? null : storableText(reason),
    isError: hasError(row),
    tags: tagsOf(row),
    metrics: metricsOf(row),
  };
}

function hasError(row: PromptfooRow): boolean {
  if (row.failureReason !== undefined) return row.failureReason === 2;
  return Boolean(row.response?.error) || !row.response;
}

/** promptfoo writes 0 for tokens and cost that a provider did not report, and no answer costs nothing: 0 is unknown. */
function tokensOf(row: PromptfooRow): Pick<EvalCaseInput, "totalTokens" | "inputTokens" | "outputTokens"> {
  for (const usage of [row.response?.tokenUsage, row.tokenUsage]) {
    const total = usage?.total ?? (usage?.prompt ?? 0) + (usage?.completion ?? 0);
    if (total > 0) {
      return {
        totalTokens: total,
        inputTokens: usage?.prompt || null,
        outputTokens: usage?.completion || null,
      };
    }
  }
  return { totalTokens: null, inputTokens: null, outputTokens: null };
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
  const own = row.metadata?.caseId ?? row.testCase?.metadata?.caseId;
  if (own !== undefined) return own;
  const named = caseIdText.safeParse(row.vars.caseId ?? row.vars.id);
  return named.success ? named.data : digestOf(canonicalJson(row.vars));
}

/** The variables as text: one alone as it is, several a line each. */
function inputOf(row: PromptfooRow): string | null {
  const entries = Object.entries(row.vars).filter(([name]) => name !== "caseId" && name !== "id");
  const [first] = entries;
  if (first === undefined) return null;
  if (entries.length === 1) return textOf(first[1]);
  return storableText(entries.map(([name, value]) => `${name}: ${textOf(value) ?? ""}`).join("\n"));
}

function tagsOf(row: PromptfooRow): string[] {
  const given = row.metadata?.tags ?? row.testCase?.metadata?.tags ?? row.vars.tags;
  const list = Array.isArray(given) ? given : typeof given === "string" ? given.split(",") : [];
  const tags = list.flatMap((item: unknown) => {
    const tag = tagText.safeParse(typeof item === "string" ? item.trim() : item);
    return tag.success ? [tag.data] : [];
  });
  return [...new Set(tags)].slice(0, MAX_TAGS);
}

function metricsOf(row: PromptfooRow): Record<string, number> {
  const entries = Object.entries(row.namedScores ?? {}).flatMap(([name, value]) =>
    value !== null && metricName.safeParse(name).success ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries.slice(0, MAX_METRICS));
}
