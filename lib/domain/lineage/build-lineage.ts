import type {
  Lineage,
  LineageAttribution,
  LineagePromotion,
  LineageRelease,
  LineageTotals,
} from "./lineage.ts";
import type { InferenceCall, RequestRecord } from "./request-record.ts";

/** `release` is the stored release that servedReleaseId names; null where that is null. */
export type LineageInput = { request: RequestRecord; release: LineageRelease | null };

/**
 * servedReleaseId names the release to load for a request: the one of the first call that a user saw and that is
 * attributed; for a request of shadow calls alone, theirs. Null: unattributed.
 */
export function servedReleaseId(request: RequestRecord): string | null {
  return releaseIds(servedCalls(request))[0] ?? null;
}

/** buildLineage puts together what is known about a request. Throws when the release is not the one it was served by. */
export function buildLineage({ request, release }: LineageInput): Lineage {
  const calls = servedCalls(request);
  const first = calls[0];
  if (first === undefined) throw new Error(`request ${request.requestId} has no calls`);
  if ((release?.id ?? null) !== servedReleaseId(request)) {
    throw new Error(`request ${request.requestId} was not served by release ${release?.id ?? "none"}`);
  }
  const endMs = Math.max(...calls.map((call) => call.startedAt.getTime() + call.latencyMs));
  return {
    requestId: request.requestId,
    startedAt: first.startedAt,
    durationMs: endMs - first.startedAt.getTime(),
    environment: firstKnown(calls, (call) => call.environment),
    region: firstKnown(calls, (call) => call.region),
    arm: firstKnown(calls, (call) => call.arm),
    subjectHash: firstKnown(calls, (call) => call.subjectHash),
    model: firstKnown(
      calls.filter((call) => call.isInference),
      (call) => call.model,
    ),
    ttftMs: firstKnown(calls, (call) => call.ttftMs),
    totals: sumCalls(calls),
    attribution: attribute(calls, release),
    calls,
    shadowCalls: request.calls.filter((call) => !calls.includes(call)),
    featureReads: request.featureReads,
    evaluations: request.evaluations,
    otherRequestIds: request.otherRequestIds,
  };
}

/** Calls in the order of time, without shadow answers, unless there are no others. */
function servedCalls(request: RequestRecord): InferenceCall[] {
  const ordered = request.calls.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  const seen = ordered.filter((call) => call.arm !== "shadow");
  return seen.length > 0 ? seen : ordered;
}

function releaseIds(calls: readonly InferenceCall[]): string[] {
  return [...new Set(calls.flatMap((call) => call.releaseId ?? []))];
}

function attribute(calls: readonly InferenceCall[], release: LineageRelease | null): LineageAttribution {
  if (release !== null) {
    const [, ...otherReleaseIds] = releaseIds(calls);
    return { state: "attributed", release, promotion: findPromotion(calls, release), otherReleaseIds };
  }
  const claimedRelease = firstKnown(calls, (call) => call.claimedRelease);
  const reason = claimedRelease === null ? "no_release_claimed" : "unknown_release";
  return { state: "unattributed", reason, claimedRelease };
}

/** The newest promotion to the request's environment that was merged before the request was answered. */
function findPromotion(calls: readonly InferenceCall[], release: LineageRelease): LineagePromotion | null {
  const environment = firstKnown(calls, (call) => call.environment);
  const startedAt = calls[0]?.startedAt ?? new Date(0);
  const merged = release.promotions.filter(
    ({ mergedAt, environment: target }) =>
      mergedAt !== null && mergedAt <= startedAt && (environment === null || target === environment),
  );
  return merged.toSorted((a, b) => b.number - a.number)[0] ?? null;
}

function sumCalls(calls: readonly InferenceCall[]): LineageTotals {
  const inference = calls.filter((call) => call.isInference);
  return {
    inferenceCalls: inference.length,
    errors: inference.filter((call) => call.status === "error").length,
    inputTokens: sumKnown(inference.map((call) => call.inputTokens)),
    outputTokens: sumKnown(inference.map((call) => call.outputTokens)),
    costUsd: sumKnown(inference.map((call) => call.costUsd)),
  };
}

function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function firstKnown<Value>(
  calls: readonly InferenceCall[],
  read: (call: InferenceCall) => Value | null,
): Value | null {
  for (const call of calls) {
    const value = read(call);
    if (value !== null) return value;
  }
  return null;
}
