import { z } from "zod";
import type { Lineage } from "../../contracts/requests.ts";
import type { FeatureRead, InferenceCall, RequestRecord } from "../../domain/lineage/request-record.ts";

/** The part of a lineage that the request itself reported. */
export type DescribedRequest = Omit<
  Lineage,
  | "release"
  | "comparedWith"
  | "comparisons"
  | "parts"
  | "promotion"
  | "reviews"
  | "evidence"
  | "regionTimes"
  | "servedPeriods"
>;

const jsonValues = z.record(z.string(), z.json());

/**
 * describeRequest folds the rows of one request into what its page says. Tokens and cost are summed over inference
 * spans only: agents and workflows that repeat the usage of their children are not counted again. What a gateway signed
 * comes before what a span merely says.
 */
export function describeRequest(record: RequestRecord): {
  releaseId: string | null;
  described: DescribedRequest;
} {
  const user = record.calls.filter((call) => call.arm !== "shadow");
  const inference = user.filter((call) => call.isInference);
  const first = inference[0] ?? user[0] ?? record.calls[0];
  const signedFirst = [...user.filter((call) => call.isAssigned), ...user.filter((call) => !call.isAssigned)];
  const served = signedFirst.find((call) => call.releaseId !== null);
  const releaseId = served?.releaseId ?? null;
  const described: DescribedRequest = {
    requestId: record.requestId,
    otherRequestIds: record.otherRequestIds,
    state: releaseId === null ? "unattributed" : "attributed",
    claimedRelease: firstOf(signedFirst, (call) => call.claimedRelease),
    attribution: served === undefined ? null : served.isAssigned ? "assigned" : "claimed",
    servedAt: (first?.startedAt ?? new Date(0)).toISOString(),
    environment: firstOf(signedFirst, (call) => call.environment),
    region: firstOf(user, (call) => call.region),
    subjectHash: firstOf(signedFirst, (call) => call.subjectHash),
    arm: firstOf(signedFirst, (call) => call.arm),
    inputTokens: sumOf(inference, (call) => call.inputTokens),
    outputTokens: sumOf(inference, (call) => call.outputTokens),
    costUsd: sumOf(inference, (call) => call.costUsd),
    ttftMs: firstOf(inference, (call) => call.ttftMs),
    calls: record.calls.map(callRow),
    featureReads: record.featureReads.map(readRow),
    evaluations: record.evaluations.map(({ name, score, label, explanation, evaluatedAt }) => ({
      ...{ name, score, label, explanation },
      evaluatedAt: evaluatedAt.toISOString(),
    })),
  };
  return { releaseId, described };
}

function firstOf<T>(calls: readonly InferenceCall[], pick: (call: InferenceCall) => T | null): T | null {
  for (const call of calls) {
    const value = pick(call);
    if (value !== null) return value;
  }
  return null;
}

/** A sum of nothing is not zero: null where no call reported the number. */
function sumOf(calls: readonly InferenceCall[], pick: (call: InferenceCall) => number | null): number | null {
  const known = calls.map(pick).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function callRow(call: InferenceCall): Lineage["calls"][number] {
  const { spanId, traceId, spanName, operation, isInference, provider, model, arm } = call;
  const { inputTokens, outputTokens, ttftMs, latencyMs, costUsd, status, errorType, startedAt } = call;
  return {
    ...{ spanId, traceId, spanName, operation, isInference, provider, model, arm },
    ...{ inputTokens, outputTokens, ttftMs, latencyMs, costUsd, status, errorType },
    startedAt: startedAt.toISOString(),
  };
}

function readRow(read: FeatureRead): Lineage["featureReads"][number] {
  const { viewRef, fingerprint, entity, eventTimestamp, readAt } = read;
  const values = jsonValues.safeParse(read.values);
  return {
    ...{ viewRef, fingerprint, entity },
    eventTimestamp: eventTimestamp?.toISOString() ?? null,
    ageSeconds: eventTimestamp === null ? null : (readAt.getTime() - eventTimestamp.getTime()) / 1000,
    values: values.success ? values.data : {},
    readAt: readAt.toISOString(),
  };
}
