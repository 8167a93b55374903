import type { Evaluation, FeatureRead, InferenceCall } from "../../domain/lineage/request-record.ts";

/** What every reported row carries besides its content: whose it is, and who sent it. */
export type Provenance = { projectId: string; keyId: string };

/**
 * The prompt that a call was made with, as the gateway reports it: `sha256:<hex>` of the template's bytes, its name,
 * and the service that called.
 */
export type PromptUse = {
  promptDigest: string | null;
  promptName: string | null;
  serviceName: string | null;
};

export type InferenceCallRow = InferenceCall & Provenance & PromptUse;
/** `startedAt` is the span's: a feature read ages with its call. */
export type FeatureReadRow = FeatureRead & { projectId: string; startedAt: Date; receivedAt: Date };
/** `evaluationId` is derived from the content, so that the same score sent twice is one row. */
export type EvaluationRow = Evaluation & Provenance & { evaluationId: string };

/** The rows of one batch; they are stored together or not at all. */
export type TraceRows = {
  calls: readonly InferenceCallRow[];
  featureReads: readonly FeatureReadRow[];
  evaluations: readonly EvaluationRow[];
};
