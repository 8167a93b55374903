import type { InferenceCall } from "./request-record.ts";

/** What a list shows of one model call. */
export type ListedCall = Pick<
  InferenceCall,
  | "requestId"
  | "spanId"
  | "startedAt"
  | "environment"
  | "region"
  | "releaseId"
  | "claimedRelease"
  | "arm"
  | "isInference"
  | "model"
  | "inputTokens"
  | "outputTokens"
  | "costUsd"
  | "ttftMs"
  | "latencyMs"
  | "status"
  | "errorType"
>;

/** One request of a list: its newest call that answered the user, and sums over its calls. */
export type FoldedRequest = {
  lead: ListedCall;
  callCount: number;
  totalTokens: number | null;
  costUsd: number | null;
  /** The call that failed, where one did. */
  failed: ListedCall | null;
};

/**
 * foldRequests makes one row of the calls of each request, in the order of the calls given (newest first). Shadow calls
 * lead a row only where there is no other. Tokens and cost are those of inference calls; null where none told any.
 */
export function foldRequests(calls: readonly ListedCall[]): FoldedRequest[] {
  const byRequest = new Map<string, ListedCall[]>();
  for (const call of calls) {
    const known = byRequest.get(call.requestId);
    if (known === undefined) byRequest.set(call.requestId, [call]);
    else known.push(call);
  }
  return [...byRequest.values()].map(foldOne);
}

function foldOne(calls: readonly ListedCall[]): FoldedRequest {
  const answers = calls.filter(({ arm }) => arm !== "shadow");
  const counted = answers.length > 0 ? answers : calls;
  const inference = counted.filter(({ isInference }) => isInference);
  const [first] = calls;
  const lead = inference[0] ?? counted[0] ?? first;
  if (lead === undefined) throw new Error("A request has at least the call that names it.");
  return {
    lead,
    callCount: inference.length,
    totalTokens: sum(inference.flatMap(({ inputTokens, outputTokens }) => [inputTokens, outputTokens])),
    costUsd: sum(inference.map(({ costUsd }) => costUsd)),
    failed: counted.find(({ status }) => status === "error") ?? null,
  };
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
