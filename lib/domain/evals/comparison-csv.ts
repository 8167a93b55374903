import { csvCell } from "../csv-cell.ts";
import type { CasePair } from "./compare-runs.ts";

const HEADER = [
  ...["case_id", "difference", "control_score", "candidate_score", "control_passed_share"],
  ...["candidate_passed_share", "control_tokens", "candidate_tokens", "control_latency_ms"],
  ...["candidate_latency_ms", "control_cost_usd", "candidate_cost_usd", "flaky", "tags"],
];

/** comparisonCsv writes pairs as RFC 4180 text, one line each; what was not measured is empty. */
export function comparisonCsv(pairs: readonly (CasePair & { isFlaky: boolean })[]): string {
  const lines = pairs.map(({ caseId, tags, difference, isFlaky, control, candidate }) => [
    ...[csvCell(caseId), difference, control.score, candidate.score],
    ...[control.passShare, candidate.passShare, control.totalTokens, candidate.totalTokens],
    ...[control.latencyMs, candidate.latencyMs, control.costUsd, candidate.costUsd],
    ...[isFlaky ? "yes" : "no", csvCell(tags.join(" "))],
  ]);
  return [HEADER, ...lines].map((cells) => `${cells.map((cell) => cell ?? "").join(",")}\r\n`).join("");
}
