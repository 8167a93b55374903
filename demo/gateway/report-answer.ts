import { createHash } from "node:crypto";
import type { Tracer } from "@opentelemetry/api";
import type { ModelAnswer } from "./local-model.ts";
import type { ResolvedRelease } from "./resolve-release.ts";

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
  release: ResolvedRelease;
  answer: ModelAnswer;
  model: string;
  /** The template that was rendered. */
  prompt: { name: string; digest: string | undefined };
  featureReads: readonly FeatureRead[];
  startedAt: Date;
  firstChunkMs: number;
  latencyMs: number;
};

/** reportAnswer writes one span with what Tupelo reads: the release, the request, the figures and the features. */
export function reportAnswer(tracer: Tracer, reported: ReportedAnswer): void {
  const { answer, release, startedAt } = reported;
  const span = tracer.startSpan(`chat ${reported.model}`, {
    startTime: startedAt,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "tupelo.demo",
      "gen_ai.request.model": reported.model,
      "gen_ai.response.id": answer.responseId,
      "gen_ai.usage.input_tokens": answer.inputTokens,
      "gen_ai.usage.output_tokens": answer.outputTokens,
      "gen_ai.response.time_to_first_chunk": reported.firstChunkMs / 1_000,
      "llm.cost.total": answer.costUsd,
      "feature_flag.key": release.flagKey,
      "feature_flag.result.variant": release.releaseId,
      "release.arm": release.arm,
      "gen_ai.prompt.name": reported.prompt.name,
      "prompt.digest": reported.prompt.digest,
      "request.id": reported.requestId,
      "subject.hash": createHash("sha256").update(reported.subject).digest("hex"),
      "cloud.region": reported.region,
    },
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
  span.end(new Date(startedAt.getTime() + reported.latencyMs));
}
