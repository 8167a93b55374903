import { csvCell } from "../domain/csv-cell.ts";
import type { EvalCaseInput } from "../domain/gates/eval-case.ts";

const COLUMNS = [
  "caseId",
  "repeat",
  "passed",
  "score",
  "error",
  "totalTokens",
  "inputTokens",
  "outputTokens",
  "latencyMs",
  "costUsd",
  "cached",
  "tags",
  "input",
  "output",
  "reason",
  "metrics",
] as const;

export const CASES_CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

/** toCsvLine is one case as a line of CSV (RFC 4180); what was not reported is empty. */
export function toCsvLine(item: EvalCaseInput): string {
  const values = {
    ...item,
    error: item.isError,
    cached: item.isCached,
    tags: item.tags.join("|"),
    metrics: Object.keys(item.metrics).length === 0 ? null : JSON.stringify(item.metrics),
  };
  return `${COLUMNS.map((name) => csvCell(values[name])).join(",")}\r\n`;
}
