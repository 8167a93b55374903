import type { EvalCaseInput } from "../domain/gates/eval-case.ts";

export const EVAL_FORMATS = ["promptfoo", "native"] as const;
export type EvalFormat = (typeof EVAL_FORMATS)[number];

/** What an importer makes of an upload. `tool` names the program that wrote it, with its version where it says so. */
export type ImportedRun = {
  format: EvalFormat;
  tool: string;
  createdAt: string | null;
  cases: EvalCaseInput[];
};

/** The most cases that one upload may have. */
export const MAX_CASES = 100_000;
