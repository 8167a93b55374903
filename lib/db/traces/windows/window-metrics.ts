import type { InferenceCallRow } from "../trace-rows.ts";

/** What is summed up of calls, and where it is taken from; null is not counted. Every call has a latency, so that its count is the number of calls. */
export const CALL_METRICS = {
  latency_ms: (call: InferenceCallRow) => call.latencyMs,
  ttft_ms: (call: InferenceCallRow) => call.ttftMs,
  input_tokens: (call: InferenceCallRow) => call.inputTokens,
  output_tokens: (call: InferenceCallRow) => call.outputTokens,
  cost_usd: (call: InferenceCallRow) => call.costUsd,
} as const;

export type CallMetric = keyof typeof CALL_METRICS;
/** A metric of a window: one of a call's, or a score by its name. */
export type WindowMetric = CallMetric | `score:${string}`;

export type WindowTier = "minute" | "hour";
export const TIER_MS = { minute: 60_000, hour: 3_600_000 } as const satisfies Record<WindowTier, number>;
