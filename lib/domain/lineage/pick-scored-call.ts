import type { InferenceCall } from "./request-record.ts";

/** What a score says about which answer it means: `requestId` is the best id it came with. */
export type ScoreIds = {
  requestId: string;
  responseId: string | null;
  traceId: string | null;
  spanId: string | null;
};
export type ScoredCall = Pick<
  InferenceCall,
  | "requestId"
  | "responseId"
  | "traceId"
  | "spanId"
  | "environment"
  | "releaseId"
  | "arm"
  | "region"
  | "isInference"
  | "startedAt"
>;

/**
 * pickScoredCall says which call a score is about: the span it names, else the response, the request, the trace. A
 * shadow's answer shares the request of its control; without naming it, a score means what the user saw. Null when
 * none of the calls carries one of its ids.
 */
export function pickScoredCall(calls: readonly ScoredCall[], ids: ScoreIds): ScoredCall | null {
  const { requestId, responseId, traceId, spanId } = ids;
  const tests: ((call: ScoredCall) => boolean)[] = [
    (call) => spanId !== null && traceId !== null && call.spanId === spanId && call.traceId === traceId,
    (call) => call.responseId !== null && (call.responseId === responseId || call.responseId === requestId),
    (call) => call.requestId === requestId && call.arm !== "shadow",
    (call) => call.requestId === requestId,
    (call) => (call.traceId === traceId || call.traceId === requestId) && call.arm !== "shadow",
  ];
  for (const test of tests) {
    const best = calls.filter(test).toSorted(byWorth)[0];
    if (best !== undefined) return best;
  }
  return null;
}

/** Inference before what is around it, with a release before without, then the earliest. */
function byWorth(left: ScoredCall, right: ScoredCall): number {
  return (
    Number(right.isInference) - Number(left.isInference) ||
    Number(right.releaseId !== null) - Number(left.releaseId !== null) ||
    left.startedAt.getTime() - right.startedAt.getTime()
  );
}
