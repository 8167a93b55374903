import { describe, expect, it } from "vitest";
import { buildLineage, servedReleaseId } from "./build-lineage.ts";
import type { LineagePromotion, LineageRelease } from "./lineage.ts";
import { pickRequest } from "./pick-request.ts";
import type { InferenceCall, RequestRecord } from "./request-record.ts";

const t0 = new Date("2026-04-10T12:00:00Z");
const at = (seconds: number) => new Date(t0.getTime() + seconds * 1_000);

function call(changes: Partial<InferenceCall> = {}): InferenceCall {
  return {
    ...{ requestId: "req_8a2", responseId: null, traceId: "t1", spanId: "s1", parentSpanId: null },
    ...{ environment: "production", releaseId: "f91be2a454", claimedRelease: "f91be2a454", arm: "control" },
    ...{ subjectHash: null, region: "us-west", spanName: "chat", operation: "chat", isInference: true },
    ...{
      provider: null,
      model: "lora@1.9",
      inputTokens: 380,
      outputTokens: 22,
      ttftMs: 884,
      latencyMs: 1_000,
    },
    ...{ costUsd: 0.00024, status: "ok", errorType: null, attributes: {}, startedAt: t0, receivedAt: t0 },
    ...changes,
  };
}

const request = (...calls: InferenceCall[]): RequestRecord => ({
  ...{ requestId: "req_8a2", calls, featureReads: [], evaluations: [], otherRequestIds: [] },
});

function promotion(number: number, changes: Partial<LineagePromotion> = {}): LineagePromotion {
  return {
    ...{
      number,
      environment: "production",
      title: "Fresher features",
      state: "merged",
      authorName: "J. Park",
    },
    ...{ createdAt: at(-9_000), mergedAt: at(-60), pullNumber: 797, branch: "b", mergeCommit: "9f3c2a1" },
    ...{ gate: null, reviews: [] },
    ...changes,
  };
}

const release = (...promotions: LineagePromotion[]): LineageRelease => ({
  ...{
    id: "f91be2a454",
    manifestDigest: "sha256:a",
    createdByName: "J. Park",
    createdAt: t0,
    parts: [],
    promotions,
  },
});

describe("buildLineage", () => {
  it("attributes a request to its release and to the newest promotion merged before it was answered", () => {
    const late = promotion(4, { mergedAt: at(60) });
    const elsewhere = promotion(3, { environment: "staging" });
    const candidates = [promotion(1), promotion(2), elsewhere, late, promotion(5, { mergedAt: null })];
    const lineage = buildLineage({ request: request(call()), release: release(...candidates) });
    expect(lineage).toMatchObject({ region: "us-west", arm: "control", ttftMs: 884, durationMs: 1_000 });
    expect(lineage.attribution).toMatchObject({
      state: "attributed",
      promotion: { number: 2 },
      otherReleaseIds: [],
    });
  });

  it.each([
    { name: "a release the project does not have", claimedRelease: "release-a91", reason: "unknown_release" },
    { name: "no release at all", claimedRelease: null, reason: "no_release_claimed" },
  ])("says unattributed for $name", ({ claimedRelease, reason }) => {
    const lineage = buildLineage({
      request: request(call({ releaseId: null, claimedRelease })),
      release: null,
    });
    expect(lineage.attribution).toEqual({ state: "unattributed", reason, claimedRelease });
  });

  it("counts tokens of inference calls once, and leaves out the agent that repeats them and the shadow answer", () => {
    const agent = call({ spanId: "s0", isInference: false, inputTokens: 380, costUsd: 1, model: null });
    const shadow = call({ spanId: "s2", arm: "shadow", releaseId: "698df6d7ad", startedAt: at(-1) });
    const lineage = buildLineage({
      request: request(shadow, agent, call({ startedAt: at(1) })),
      release: release(),
    });
    expect(lineage.totals).toEqual({
      inferenceCalls: 1,
      errors: 0,
      inputTokens: 380,
      outputTokens: 22,
      costUsd: 0.00024,
    });
    expect(lineage.shadowCalls).toEqual([shadow]);
    expect(lineage.durationMs).toBe(2_000);
  });

  it("leaves figures that nobody reported absent, not zero", () => {
    const silent = call({ inputTokens: null, outputTokens: null, costUsd: null });
    const { totals } = buildLineage({ request: request(silent), release: release() });
    expect(totals).toMatchObject({ inputTokens: null, outputTokens: null, costUsd: null });
  });

  it("names a second release among the answers a user saw", () => {
    const second = call({ spanId: "s2", releaseId: "698df6d7ad", startedAt: at(1) });
    const lineage = buildLineage({ request: request(second, call()), release: release() });
    expect(servedReleaseId(request(second, call()))).toBe("f91be2a454");
    expect(lineage.attribution).toMatchObject({ otherReleaseIds: ["698df6d7ad"] });
  });

  it("refuses a release that the request was not served by", () => {
    expect(() => buildLineage({ request: request(call()), release: null })).toThrow("not served by");
  });
});

describe("pickRequest", () => {
  const own = call({ responseId: "resp_1" });
  const bare = call({ requestId: "t1", spanId: "s2" });
  const other = call({ requestId: "req_9", spanId: "s3" });

  it.each([
    { name: "its request id", calls: [own], anyId: "req_8a2", picked: ["s1"], others: [] },
    { name: "a response id", calls: [own], anyId: "resp_1", picked: ["s1"], others: [] },
    {
      name: "a trace id, with calls that carried no request id",
      calls: [own, bare],
      anyId: "t1",
      picked: ["s1", "s2"],
      others: [],
    },
    {
      name: "its request id in a trace of two requests",
      calls: [own, other, bare],
      anyId: "req_9",
      picked: ["s3"],
      others: ["req_8a2"],
    },
  ])("finds a request by $name", ({ calls, anyId, picked, others }) => {
    const found = pickRequest(calls, anyId);
    expect(found?.calls.map((row) => row.spanId)).toEqual(picked);
    expect(found?.otherRequestIds).toEqual(others);
  });

  it("finds nothing for an id that no call carries", () => {
    expect(pickRequest([own], "req_0")).toBeNull();
  });
});
