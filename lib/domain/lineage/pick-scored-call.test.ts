import { expect, it } from "vitest";
import { pickScoredCall, type ScoredCall, type ScoreIds } from "./pick-scored-call.ts";

const call = (changes: Partial<ScoredCall>): ScoredCall => ({
  ...{ requestId: "req", responseId: null, traceId: "trace", spanId: "span", environment: "production" },
  ...{
    releaseId: "rel_a",
    arm: "control",
    region: null,
    isInference: true,
    startedAt: new Date(0),
    ...changes,
  },
});
const ids = (changes: Partial<ScoreIds>): ScoreIds => ({
  ...{ requestId: "req", responseId: null, traceId: null, spanId: null, ...changes },
});

const control = call({ spanId: "control", responseId: "resp_c" });
const shadow = call({ spanId: "shadow", responseId: "resp_s", arm: "shadow", releaseId: "rel_b" });
const agent = call({ spanId: "agent", isInference: false, releaseId: null, startedAt: new Date(-1) });
const all = [agent, shadow, control];

it.each([
  { name: "the request alone", given: ids({}), expected: control },
  {
    name: "the shadow's response",
    given: ids({ requestId: "resp_s", responseId: "resp_s" }),
    expected: shadow,
  },
  { name: "a response as the request id", given: ids({ requestId: "resp_c" }), expected: control },
  { name: "the shadow's span", given: ids({ traceId: "trace", spanId: "shadow" }), expected: shadow },
  { name: "the trace alone", given: ids({ requestId: "trace", traceId: "trace" }), expected: control },
  { name: "nothing known", given: ids({ requestId: "other" }), expected: null },
])("a score that names $name is about the right call", ({ given, expected }) => {
  expect(pickScoredCall(all, given)).toBe(expected);
  expect(pickScoredCall(all.toReversed(), given)).toBe(expected);
});

it("of a request of which only the shadow was recorded counts for the shadow", () => {
  expect(pickScoredCall([shadow], ids({}))).toBe(shadow);
});
