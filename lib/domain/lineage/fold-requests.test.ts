import { describe, expect, it } from "vitest";
import { foldRequests, type ListedCall } from "./fold-requests.ts";

const call = (requestId: string, change: Partial<ListedCall> = {}): ListedCall => ({
  ...{ requestId, spanId: "a1", startedAt: new Date("2026-04-10T12:00:00Z") },
  ...{ environment: "production", region: "us-west", releaseId: "698df6d7ad", claimedRelease: "698df6d7ad" },
  ...{ arm: "control", isInference: true, model: "lora@1.9", inputTokens: 300, outputTokens: 100 },
  ...{ costUsd: 0.001, ttftMs: 20, latencyMs: 80, status: "ok", errorType: null },
  ...change,
});

describe("the calls of a list", () => {
  it("are one row per request, in the order of their newest calls", () => {
    const rows = foldRequests([call("b"), call("a"), call("b", { inputTokens: 50, outputTokens: null })]);
    expect(rows.map(({ lead, callCount, totalTokens }) => [lead.requestId, callCount, totalTokens])).toEqual([
      ["b", 2, 450],
      ["a", 1, 400],
    ]);
  });

  it("count what a user got, not what was answered in the shadow", () => {
    const shadow = call("a", { arm: "shadow", releaseId: "f91be2a454", costUsd: 9, status: "error" });
    const [row] = foldRequests([shadow, call("a")]);
    expect(row).toMatchObject({ callCount: 1, costUsd: 0.001, failed: null, lead: { arm: "control" } });
    expect(foldRequests([shadow])).toMatchObject([{ lead: { arm: "shadow" } }]);
  });

  it("do not count an agent's repetition of its children's tokens", () => {
    const [row] = foldRequests([call("a", { isInference: false, inputTokens: 9_000 }), call("a")]);
    expect(row).toMatchObject({ totalTokens: 400, callCount: 1 });
  });

  it("say nothing of tokens that nobody told, and name the call that failed", () => {
    const silent = { inputTokens: null, outputTokens: null, costUsd: null };
    const failed = call("a", { ...silent, status: "error", errorType: "timeout" });
    expect(foldRequests([call("a", silent), failed])).toMatchObject([
      { totalTokens: null, costUsd: null, failed: { errorType: "timeout" } },
    ]);
  });
});
