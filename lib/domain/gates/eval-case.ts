/** One case of an eval run, as an importer hands it on. Null means that the tool did not report it. */
export type EvalCaseInput = {
  /** The golden case's own id; the same in every run of one golden set. */
  caseId: string;
  passed: boolean;
  score: number;
  totalTokens: number | null;
  latencyMs: number | null;
  costUsd: number | null;
  /** The answer came from a cache, so its latency says nothing. */
  isCached: boolean;
  output: string | null;
  reason: string | null;
  /** No answer came, or no judgement: such a case has not passed and scores 0. */
  isError: boolean;
};
