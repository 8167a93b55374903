/** One measured case of an eval run, as an importer or the runner hands it on. Null means that the tool did not report it. */
export type EvalCaseInput = {
  /** The golden case's own id; the same in every run of one golden set. */
  caseId: string;
  /** Which measurement of the same case this is, from 1; no two rows of a run share case and repeat. */
  repeat: number;
  passed: boolean;
  score: number;
  totalTokens: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  latencyMs: number | null;
  costUsd: number | null;
  /** The answer came from a cache, so its latency says nothing. */
  isCached: boolean;
  /** What was asked, as text. */
  input: string | null;
  output: string | null;
  reason: string | null;
  /** No answer came, or no judgement: such a case has not passed and scores 0. */
  isError: boolean;
  /** The golden case's tags: slices of the set. */
  tags: string[];
  /** The tool's named scores besides the one that counts. */
  metrics: Record<string, number>;
};

/** What a case is where a tool says no more. */
export const UNREPORTED = {
  repeat: 1,
  totalTokens: null,
  inputTokens: null,
  outputTokens: null,
  latencyMs: null,
  costUsd: null,
  isCached: false,
  input: null,
  output: null,
  reason: null,
  isError: false,
  tags: [],
  metrics: {},
} as const satisfies Partial<Record<keyof EvalCaseInput, unknown>>;
