import type { PromotionPolicy } from "../policy/schema.ts";
import type { EvalSummary } from "./eval-summary.ts";
import type { EvidenceKey } from "./evidence-key.ts";

/** One eval run as a gate consumes it. */
export type GateEvidence = {
  number: number;
  summary: EvalSummary;
  evidenceKey: EvidenceKey;
  /** `runner` where Tupelo measured, `upload` where somebody sent a file. */
  origin: "upload" | "runner";
  /** An author of the release sent it. */
  selfReported: boolean;
  sentByName: string;
  /** The name of the API key that sent it; null where a person or the runner did. */
  sentByKey?: string | null;
};

export type GateFacts = {
  policy: Pick<PromotionPolicy, "evalGate">;
  candidate: GateEvidence | null;
  baseline: GateEvidence | null;
  /** False for an environment's first release: there is nothing to compare with, and relative terms do not apply. */
  hasBaseRelease: boolean;
  /** What the project answers in a month (`monthlyRequests` of tupelo.yaml); null where it does not say. */
  monthlyRequests: number | null;
  /** Runs of the candidate that read what was not pinned, newer than its newest pinned one: they satisfy no gate. */
  unpinnedRuns: readonly { number: number; reasons: readonly string[] }[];
};
