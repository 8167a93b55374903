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

/** `outputDigest` is of what the model answered, as it was before redaction. */
export type InferenceCallRow = InferenceCall & Provenance & PromptUse & { outputDigest: string | null };
/**
 * `startedAt` is the span's: a feature read ages with its call. The values are a payload, which ages by itself;
 * their digest, of the text before redaction, stays.
 */
export type FeatureReadRow = Omit<FeatureRead, "values"> & {
  projectId: string;
  startedAt: Date;
  receivedAt: Date;
  valuesDigest: string | null;
};
/** What a score counts for: taken from the request that it is about. */
export type ScoreOrigin = Pick<InferenceCall, "environment" | "releaseId" | "arm" | "region">;
/**
 * `evaluationId` is derived from the content, so that the same score sent twice is one row. `origin` is null while the
 * request is not known: the score may have come first.
 */
export type EvaluationRow = Evaluation & Provenance & { evaluationId: string; origin: ScoreOrigin | null };

export const PAYLOAD_KINDS = ["output", "feature_values"] as const;
/** What an answer or a feature read contained, redacted. `position` is that of the feature read, of an output 0. */
export type PayloadRow = {
  projectId: string;
  requestId: string;
  startedAt: Date;
  spanId: string;
  kind: (typeof PAYLOAD_KINDS)[number];
  position: number;
  content: string;
  receivedAt: Date;
};

/** The rows of one batch. */
export type TraceRows = {
  calls: readonly InferenceCallRow[];
  featureReads: readonly FeatureReadRow[];
  evaluations: readonly EvaluationRow[];
  payloads: readonly PayloadRow[];
};

/** How many rows of each kind. */
export type TraceRowCounts = { [Kind in keyof TraceRows]: number };
