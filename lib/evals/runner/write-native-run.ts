import type { EvalCaseInput } from "../../domain/gates/eval-case.ts";
import type { EvalConditions } from "../../domain/gates/unpinned.ts";
import type { RunEvidence } from "./plan-types.ts";

export const RUNNER_TOOL = "tupelo runner";

const CONDITION_OF: Record<
  string,
  "goldenSet" | "judge" | "index" | "settings" | "prompt" | "model" | undefined
> = {
  golden_set: "goldenSet",
  judge: "judge",
  retrieval_index: "index",
  generation_settings: "settings",
  prompt: "prompt",
  model: "model",
};

/**
 * writeNativeRun is a finished run as a file in Tupelo's own format, ready to be uploaded: its cases, and what it was
 * measured with. The same results make the same bytes, so that a run that is uploaded twice is one run.
 */
export function writeNativeRun(
  evidence: RunEvidence,
  results: readonly EvalCaseInput[],
  createdAt: Date,
): string {
  const conditions: EvalConditions = {};
  for (const [kind, { ref }] of Object.entries(evidence)) {
    const name = CONDITION_OF[kind];
    if (name !== undefined) conditions[name] = [ref];
  }
  const head = { format: "tupelo", version: 1, tool: RUNNER_TOOL, createdAt: createdAt.toISOString() };
  return `${JSON.stringify({ ...head, conditions, cases: results }, null, 1)}\n`;
}
