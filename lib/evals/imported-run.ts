import type { EvalCaseInput } from "../domain/gates/eval-case.ts";
import type { EvalConditions } from "../domain/gates/unpinned.ts";
import type { Columns } from "./column-map.ts";

export const EVAL_FORMATS = ["promptfoo", "native", "junit", "csv", "jsonl"] as const;
export type EvalFormat = (typeof EVAL_FORMATS)[number];

/** What an importer makes of an upload. `tool` names the program that wrote it, with its version where it says so. */
export type ImportedRun = {
  format: EvalFormat;
  tool: string;
  createdAt: string | null;
  cases: EvalCaseInput[];
  /** What the file itself says was read; null where its format cannot say. */
  conditions: EvalConditions | null;
};

/** How to read an upload where its content does not say. */
export type ImportOptions = {
  /** Which column is what, for CSV and JSONL. */
  columns?: Columns;
  /** Which prompt of a file with several, by label, id or text. */
  prompt?: string;
  /** Which provider of a file with several, by id or label. */
  provider?: string;
};

/** The most cases that one upload may have. */
export const MAX_CASES = 100_000;
