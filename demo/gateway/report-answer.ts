import { createHash } from "node:crypto";
import { type HrTime, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import type { ModelReply } from "./call-model.ts";
import type { RenderedPrompt } from "./render-prompt.ts";
import type { RoutedRelease } from "./route-release.ts";
import type { Score } from "./score-answer.ts";

/** A read of a feature view that shaped the answer. */
export type FeatureRead = {
  ref: string;
  fingerprint: string;
  entity: string;
  eventTimestamp: Date;
  values: Record<string, number | string>;
};

export type ReportedAnswer = {
  requestId: string;
  subject: string;
  region: string;
  flagKey: string;
  release: RoutedRelease;
  assignment: string | null;
  reply: ModelReply;
  model: string;
  prompt: RenderedPrompt;
  featureReads: readonly FeatureRead[];
  /** Null where there is no answer to be scored. */
  score: Score | null;
  startedAt: Date;
};

const USD_PER_INPUT_TOKEN = 0.000_000_15;
const USD_PER_OUTPUT_TOKEN = 0.000_000_6;

/** reportAnswer writes one span with what Tupelo reads: release, request, figures, features, score, and what failed. */
export function reportAnswer(tracer: Tracer, reported: ReportedAnswer): void {
  const { reply, startedAt } = reported;
  const span = tracer.startSpan(`chat ${reported.model}`, {
    startTime: startedAt,
    attributes: { ...attributesOfRelease(reported), ...attributesOfCall(reported) },
  });
  for (const read of reported.featureReads) {
    const attributes = {
      "feature_view.ref": read.ref,
      "feature_view.fingerprint": read.fingerprint,
      "feature_view.entity": read.entity,
      "feature_view.event_timestamp": read.eventTimestamp.toISOString(),
      "feature_view.values": JSON.stringify(read.values),
    };
    span.addEvent("feature_view.read", attributes, startedAt);
  }
  if (reported.score !== null) {
    const { name, value, label } = reported.score;
    const attributes = {
      "gen_ai.evaluation.name": name,
      "gen_ai.evaluation.score.value": value,
      "gen_ai.evaluation.score.label": label,
    };
    span.addEvent("gen_ai.evaluation.result", attributes, startedAt);
  }
  if (reply.error !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: reply.error });
  span.end(hrTime(startedAt.getTime() + reply.latencyMs));
}

/** A Date would cut the fraction off, and an answer seem to end before its first chunk. */
function hrTime(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1_000);
  return [seconds, Math.round((epochMs - seconds * 1_000) * 1e6)];
}

function attributesOfRelease({ release, flagKey, assignment, prompt, ...reported }: ReportedAnswer) {
  return {
    "feature_flag.key": flagKey,
    "feature_flag.result.variant": release.releaseId,
    "release.arm": release.arm,
    "tupelo.assignment": assignment ?? undefined,
    "gen_ai.prompt.name": prompt.ref,
    "prompt.digest": prompt.digest,
    "request.id": reported.requestId,
    "subject.hash": createHash("sha256").update(reported.subject).digest("hex"),
    "cloud.region": reported.region,
  };
}

function attributesOfCall({ model, reply }: ReportedAnswer) {
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "tupelo.demo",
    "gen_ai.request.model": model,
    "gen_ai.response.id": reply.responseId ?? undefined,
    "gen_ai.usage.input_tokens": reply.inputTokens,
    "gen_ai.usage.output_tokens": reply.outputTokens,
    "gen_ai.response.time_to_first_chunk": reply.firstChunkMs / 1_000,
    "llm.cost.total": reply.inputTokens * USD_PER_INPUT_TOKEN + reply.outputTokens * USD_PER_OUTPUT_TOKEN,
    "error.type": reply.error ?? undefined,
  };
}
