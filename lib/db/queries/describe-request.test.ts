import { describe, expect, it } from "vitest";
import { callRow } from "../traces/testing/trace-rows.ts";
import type { InferenceCallRow } from "../traces/trace-rows.ts";
import { describeRequest } from "./describe-request.ts";

const [SIGNED, OTHER] = ["698df6d7ad", "f91be2a454"];
const call = (releaseId: string | null, changes: Partial<InferenceCallRow> = {}) =>
  callRow("req_1", { releaseId, claimedRelease: releaseId, arm: "control", subjectHash: "s", ...changes });
const signed = (changes: Partial<InferenceCallRow> = {}) => call(SIGNED, { isAssigned: true, ...changes });
const claims = { arm: "candidate", subjectHash: "x", environment: "staging" } as const;

const describeCalls = (calls: InferenceCallRow[]) =>
  describeRequest({
    ...{ requestId: "req_1", calls, featureReads: [], evaluations: [], otherRequestIds: [] },
  });

describe("describeRequest", () => {
  it.each([
    { name: "a signed call", calls: [signed()], releaseId: SIGNED, attribution: "assigned" },
    { name: "a call that says so", calls: [call(OTHER)], releaseId: OTHER, attribution: "claimed" },
    { name: "no release", calls: [call(null)], releaseId: null, attribution: null },
    {
      name: "a shadow's call alone",
      calls: [call(OTHER, { arm: "shadow" })],
      ...{ releaseId: null, attribution: null },
    },
  ])("of $name says who vouches for its release", ({ calls, releaseId, attribution }) => {
    const found = describeCalls(calls);
    expect([found.releaseId, found.described.attribution]).toEqual([releaseId, attribution]);
  });

  it("takes what was signed before what a span of the same request merely says, whichever came first", () => {
    for (const calls of [
      [call(OTHER, claims), signed()],
      [signed(), call(OTHER, claims)],
    ]) {
      const { releaseId, described } = describeCalls(calls);
      expect(releaseId).toBe(SIGNED);
      expect(described).toMatchObject({
        ...{ claimedRelease: SIGNED, attribution: "assigned" },
        ...{ arm: "control", subjectHash: "s", environment: "production" },
      });
    }
  });
});
