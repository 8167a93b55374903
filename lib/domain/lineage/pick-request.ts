import type { InferenceCall } from "./request-record.ts";

export type PickedRequest = { requestId: string; calls: InferenceCall[]; otherRequestIds: string[] };

/** A span that carried no request id is stored under its response id or its trace id. */
function hasOwnRequestId(call: InferenceCall): boolean {
  return call.requestId !== call.traceId && call.requestId !== call.responseId;
}

/**
 * pickRequest says which of the calls of some traces belong to the request that `anyId` names.
 * Calls without a request id of their own join the request of their trace, where the trace has just one.
 * Null when no call carries the id.
 */
export function pickRequest(calls: readonly InferenceCall[], anyId: string): PickedRequest | null {
  const named = calls.filter((call) => call.requestId === anyId);
  const matches =
    named.length > 0 ? named : calls.filter((call) => [call.responseId, call.traceId].includes(anyId));
  const anchor = matches.find(hasOwnRequestId) ?? matches[0];
  if (anchor === undefined) return null;
  const ownIds = [...new Set(calls.filter(hasOwnRequestId).map((call) => call.requestId))];
  const only = ownIds.length === 1 ? ownIds[0] : undefined;
  const requestId = hasOwnRequestId(anchor) ? anchor.requestId : (only ?? anchor.requestId);
  const isAlone = ownIds.every((id) => id === requestId);
  return {
    requestId,
    calls: calls.filter((call) => call.requestId === requestId || (isAlone && !hasOwnRequestId(call))),
    otherRequestIds: ownIds.filter((id) => id !== requestId),
  };
}
