import type { EvaluationRow, FeatureReadRow, InferenceCallRow, PayloadRow } from "../trace-rows.ts";

const T0 = new Date("2026-04-10T12:00:00Z");
const NOBODY = {
  environment: "production",
  releaseId: null,
  claimedRelease: null,
  isAssigned: false,
  arm: null,
  subjectHash: null,
};
const NO_NAMES = { region: null, operation: null, provider: null, model: null, errorType: null };

/** A batch of nothing, to spread. */
export const NO_ROWS = { calls: [], featureReads: [], evaluations: [], payloads: [] };

/** A call as tests need one: of project prj_1, at noon, with attributes that are hard to write. */
export function callRow(requestId: string, changes: Partial<InferenceCallRow> = {}): InferenceCallRow {
  return {
    ...{
      projectId: "prj_1",
      keyId: "key_1",
      requestId,
      responseId: null,
      traceId: `t-${requestId}`,
      spanId: "s1",
    },
    ...{ parentSpanId: null, spanName: "chat", isInference: true, ...NOBODY, ...NO_NAMES },
    ...{ inputTokens: 1, outputTokens: null, ttftMs: null, latencyMs: 1.5, costUsd: null, status: "ok" },
    ...{
      attributes: { 'quote"s': ["{", "\\", ",", "\t", "\n", "\r", "\\N"] },
      startedAt: T0,
      receivedAt: T0,
    },
    ...{
      promptDigest: `sha256:${"a".repeat(64)}`,
      promptName: "support",
      serviceName: "bot",
      outputDigest: null,
    },
    ...changes,
  };
}

/** A feature read of that call; its values are payloadRow. */
export function readRow(requestId: string): FeatureReadRow {
  return {
    ...{ projectId: "prj_1", requestId, traceId: `t-${requestId}`, spanId: "s1", position: 0 },
    ...{
      viewRef: "releases@5",
      fingerprint: null,
      entity: null,
      eventTimestamp: null,
      valuesDigest: "sha256:abc",
    },
    ...{ readAt: T0, startedAt: T0, receivedAt: T0 },
  };
}

export function payloadRow(requestId: string): PayloadRow {
  return {
    ...{ projectId: "prj_1", requestId, startedAt: T0, spanId: "s1", kind: "feature_values", position: 0 },
    ...{ content: '{"recent_failure_count":4}', receivedAt: T0 },
  };
}

/** A score that came apart from its request. */
export function evaluationRow(
  requestId: string,
  evaluationId: string,
  changes: Partial<EvaluationRow> = {},
): EvaluationRow {
  return {
    ...{ projectId: "prj_1", keyId: "key_1", requestId, responseId: null, traceId: null, spanId: null },
    ...{ evaluationId, name: "groundedness", score: 0.79, label: null, explanation: null, errorType: null },
    ...{ evaluatedAt: T0, receivedAt: T0, origin: null, ...changes },
  };
}
