import type { CopyTable } from "./copy-statement.ts";
import type { EvaluationRow, FeatureReadRow, InferenceCallRow, PayloadRow } from "./trace-rows.ts";

/** One row per span. */
export const CALLS_TABLE: CopyTable<InferenceCallRow> = {
  name: "inference_call",
  key: ["project_id", "request_id", "started_at", "span_id"],
  columns: [
    { name: "project_id", type: "text", value: (row) => row.projectId },
    { name: "request_id", type: "text", value: (row) => row.requestId },
    { name: "started_at", type: "timestamptz", value: (row) => row.startedAt },
    { name: "span_id", type: "text", value: (row) => row.spanId },
    { name: "trace_id", type: "text", value: (row) => row.traceId },
    { name: "parent_span_id", type: "text", value: (row) => row.parentSpanId },
    { name: "response_id", type: "text", value: (row) => row.responseId },
    { name: "environment", type: "text", value: (row) => row.environment },
    { name: "release_id", type: "text", value: (row) => row.releaseId },
    { name: "claimed_release", type: "text", value: (row) => row.claimedRelease },
    { name: "arm", type: "text", value: (row) => row.arm },
    { name: "subject_hash", type: "text", value: (row) => row.subjectHash },
    { name: "region", type: "text", value: (row) => row.region },
    { name: "span_name", type: "text", value: (row) => row.spanName },
    { name: "operation", type: "text", value: (row) => row.operation },
    { name: "is_inference", type: "boolean", value: (row) => row.isInference },
    { name: "provider", type: "text", value: (row) => row.provider },
    { name: "model", type: "text", value: (row) => row.model },
    { name: "input_tokens", type: "integer", value: (row) => row.inputTokens },
    { name: "output_tokens", type: "integer", value: (row) => row.outputTokens },
    { name: "ttft_ms", type: "double precision", value: (row) => row.ttftMs },
    { name: "latency_ms", type: "double precision", value: (row) => row.latencyMs },
    { name: "cost_usd", type: "double precision", value: (row) => row.costUsd },
    { name: "status", type: "text", value: (row) => row.status },
    { name: "error_type", type: "text", value: (row) => row.errorType },
    { name: "attributes", type: "jsonb", value: (row) => JSON.stringify(row.attributes) },
    { name: "received_at", type: "timestamptz", value: (row) => row.receivedAt },
    { name: "key_id", type: "text", value: (row) => row.keyId },
    { name: "prompt_digest", type: "text", value: (row) => row.promptDigest },
    { name: "prompt_name", type: "text", value: (row) => row.promptName },
    { name: "service_name", type: "text", value: (row) => row.serviceName },
    { name: "output_digest", type: "text", value: (row) => row.outputDigest },
    { name: "is_assigned", type: "boolean", value: (row) => row.isAssigned },
  ],
};

/** One row per feature view that was read; the values are payload. */
export const FEATURE_READS_TABLE: CopyTable<FeatureReadRow> = {
  name: "feature_read",
  key: ["project_id", "request_id", "started_at", "span_id", "position"],
  columns: [
    { name: "project_id", type: "text", value: (row) => row.projectId },
    { name: "request_id", type: "text", value: (row) => row.requestId },
    { name: "started_at", type: "timestamptz", value: (row) => row.startedAt },
    { name: "span_id", type: "text", value: (row) => row.spanId },
    { name: "position", type: "integer", value: (row) => row.position },
    { name: "trace_id", type: "text", value: (row) => row.traceId },
    { name: "read_at", type: "timestamptz", value: (row) => row.readAt },
    { name: "view_ref", type: "text", value: (row) => row.viewRef },
    { name: "fingerprint", type: "text", value: (row) => row.fingerprint },
    { name: "entity", type: "text", value: (row) => row.entity },
    { name: "event_timestamp", type: "timestamptz", value: (row) => row.eventTimestamp },
    { name: "values_digest", type: "text", value: (row) => row.valuesDigest },
    { name: "received_at", type: "timestamptz", value: (row) => row.receivedAt },
  ],
};

/** One row per score. */
export const EVALUATIONS_TABLE: CopyTable<EvaluationRow> = {
  name: "evaluation",
  key: ["project_id", "request_id", "evaluated_at", "evaluation_id"],
  columns: [
    { name: "project_id", type: "text", value: (row) => row.projectId },
    { name: "request_id", type: "text", value: (row) => row.requestId },
    { name: "evaluated_at", type: "timestamptz", value: (row) => row.evaluatedAt },
    { name: "evaluation_id", type: "text", value: (row) => row.evaluationId },
    { name: "response_id", type: "text", value: (row) => row.responseId },
    { name: "trace_id", type: "text", value: (row) => row.traceId },
    { name: "span_id", type: "text", value: (row) => row.spanId },
    { name: "name", type: "text", value: (row) => row.name },
    { name: "score", type: "double precision", value: (row) => row.score },
    { name: "label", type: "text", value: (row) => row.label },
    { name: "explanation", type: "text", value: (row) => row.explanation },
    { name: "error_type", type: "text", value: (row) => row.errorType },
    { name: "received_at", type: "timestamptz", value: (row) => row.receivedAt },
    { name: "key_id", type: "text", value: (row) => row.keyId },
    {
      name: "attributed_at",
      type: "timestamptz",
      value: (row) => (row.origin === null ? null : row.receivedAt),
    },
    { name: "environment", type: "text", value: (row) => row.origin?.environment ?? null },
    { name: "release_id", type: "text", value: (row) => row.origin?.releaseId ?? null },
    { name: "arm", type: "text", value: (row) => row.origin?.arm ?? null },
    { name: "region", type: "text", value: (row) => row.origin?.region ?? null },
  ],
};

/** What an answer or a feature read contained, redacted. */
export const PAYLOADS_TABLE: CopyTable<PayloadRow> = {
  name: "payload",
  key: ["project_id", "request_id", "started_at", "span_id", "kind", "position"],
  columns: [
    { name: "project_id", type: "text", value: (row) => row.projectId },
    { name: "request_id", type: "text", value: (row) => row.requestId },
    { name: "started_at", type: "timestamptz", value: (row) => row.startedAt },
    { name: "span_id", type: "text", value: (row) => row.spanId },
    { name: "kind", type: "text", value: (row) => row.kind },
    { name: "position", type: "integer", value: (row) => row.position },
    { name: "content", type: "text", value: (row) => row.content },
    { name: "received_at", type: "timestamptz", value: (row) => row.receivedAt },
  ],
};
