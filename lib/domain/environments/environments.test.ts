import { describe, expect, test } from "vitest";
import { isDrift, servedReleaseId } from "./allocation.ts";
import { refuseKnownGood } from "./known-good.ts";
import { judgeReconciliation, retryDelaySeconds } from "./reconciliation.ts";
import { lastKnownGood, leavingRelease, refuseRollback, rollbackTarget } from "./rollback-target.ts";
import { servedPeriods } from "./served-periods.ts";
import { refuseWithoutProof } from "./step-up.ts";

const A = "698df6d7ad";
const B = "f91be2a454";
const C = "bef3ab4572";
const t0 = new Date("2026-04-10T14:02:00Z");
const secondsAgo = (seconds: number) => new Date(t0.getTime() - seconds * 1000);
const allocation = {
  version: 1,
  controlReleaseId: A,
  candidateReleaseId: null,
  shareBp: 0,
  cause: "rollout",
};
const none: ReadonlySet<string> = new Set();

describe("what is served", () => {
  test.each([
    { name: "the control without a candidate", change: {}, expected: A },
    {
      name: "the control while a candidate has a part",
      change: { candidateReleaseId: B, shareBp: 9_999 },
      expected: A,
    },
    {
      name: "the candidate once it has all",
      change: { candidateReleaseId: B, shareBp: 10_000 },
      expected: B,
    },
    { name: "nothing before the first release", change: { controlReleaseId: null }, expected: null },
  ])("is $name", ({ change, expected }) =>
    expect(servedReleaseId({ ...allocation, ...change })).toBe(expected),
  );
});

describe("drift", () => {
  test.each([
    { name: "none while git names the control", desired: A, candidate: null, drift: false },
    { name: "one when git names another and nothing rolls out", desired: B, candidate: null, drift: true },
    { name: "none while git names the candidate of an open rollout", desired: B, candidate: B, drift: false },
    { name: "one when git names the control during a rollout", desired: A, candidate: B, drift: true },
    { name: "one when git names nothing any more", desired: null, candidate: null, drift: true },
  ])("is $name", ({ desired, candidate, drift }) => {
    const facts = { desiredReleaseId: desired, allocation, openRolloutCandidateId: candidate };
    expect(isDrift(facts)).toBe(drift);
  });

  test("is none before the first release, while git names nothing and nothing is served", () => {
    expect(isDrift({ desiredReleaseId: null, allocation: null, openRolloutCandidateId: null })).toBe(false);
  });
});

describe("the rollback target", () => {
  const facts = { openRollout: null, knownGood: [], servedReleaseId: B, quarantined: none };
  const known = (...ids: string[]) => ids.map((releaseId) => ({ releaseId }));
  const rollout = (state: string) => ({ state, candidateReleaseId: C, controlReleaseId: A });
  test.each([
    {
      name: "the open rollout's control",
      change: { openRollout: rollout("stepping"), servedReleaseId: A, knownGood: known(B) },
      expected: A,
    },
    {
      name: "still its control while the candidate bakes",
      change: { openRollout: rollout("baking"), servedReleaseId: C, knownGood: known(C, B) },
      expected: A,
    },
    {
      name: "not the control of one that waits: that is what is served and bad",
      change: { openRollout: rollout("waiting"), servedReleaseId: A, knownGood: known(A, B) },
      expected: B,
    },
    {
      name: "never the candidate that fails, although it was known good before",
      change: {
        openRollout: rollout("stepping"),
        ...{ servedReleaseId: A, knownGood: known(C, A, B), quarantined: new Set([A]) },
      },
      expected: B,
    },
    {
      name: "else the newest known good other than the served one",
      change: { knownGood: [{ releaseId: B }, { releaseId: A }] },
      expected: A,
    },
    {
      name: "never a quarantined one",
      change: { openRollout: rollout("stepping"), servedReleaseId: A, quarantined: new Set([A]) },
      expected: null,
    },
    { name: "none on a first release", change: {}, expected: null },
  ])("is $name", ({ change, expected }) => expect(rollbackTarget({ ...facts, ...change })).toBe(expected));

  test.each([
    { name: "the candidate that has a share", openRollout: rollout("stepping"), expected: C },
    { name: "what is served while the candidate waits", openRollout: rollout("waiting"), expected: B },
    { name: "what is served without a rollout", openRollout: null, expected: B },
  ])("leaves $name", ({ openRollout, expected }) =>
    expect(leavingRelease({ openRollout, servedReleaseId: B })).toBe(expected),
  );

  test("and the last known good are not the same: that one may be what is served", () => {
    expect(lastKnownGood([{ releaseId: B }, { releaseId: A }], none)).toBe(B);
    expect(lastKnownGood([{ releaseId: B }, { releaseId: A }], new Set([B]))).toBe(A);
    expect(lastKnownGood([], none)).toBeNull();
  });
});

describe("a rollback", () => {
  const facts = { targetReleaseId: A, leavingReleaseId: B, fullyServed: new Set([A, B]), quarantined: none };
  test.each([
    { name: "may go to what was fully served before", change: {}, code: undefined },
    { name: "goes nowhere without a target", change: { targetReleaseId: null }, code: "invalid-target" },
    { name: "to itself is no act", change: { targetReleaseId: B }, code: "no-op" },
    {
      name: "may not go to a quarantined release",
      change: { quarantined: new Set([A]) },
      code: "invalid-target",
    },
    {
      name: "may not go to what was never fully served here",
      change: { targetReleaseId: C },
      code: "invalid-target",
    },
    { name: "needs something to leave", change: { leavingReleaseId: null }, code: "wrong-state" },
  ])("$name", ({ change, code }) => expect(refuseRollback({ ...facts, ...change })?.code).toBe(code));

  test.each([
    { name: "accepts a proof of 299 seconds", provedAt: secondsAgo(299), away: false, code: undefined },
    {
      name: "asks again at 300 seconds",
      provedAt: secondsAgo(300),
      away: false,
      code: "step-up-required",
    },
    { name: "asks who never proved", provedAt: null, away: false, code: "step-up-required" },
    {
      name: "goes through where the identity provider is away",
      provedAt: secondsAgo(9_000),
      away: true,
      code: undefined,
    },
  ])("$name", ({ provedAt, away, code }) => expect(refuseWithoutProof(provedAt, t0, away)?.code).toBe(code));
});

describe("known good by a reviewer's word", () => {
  const facts = {
    ...{
      releaseId: B,
      servedReleaseId: B,
      newestKnownGoodId: A,
      quarantined: none,
      isAuthor: false,
      now: t0,
    },
    openRollout: { state: "baking", bakeUntil: t0 },
  };
  test.each([
    { name: "counts once the bake time is over", change: {}, code: undefined },
    { name: "is too early a second before", change: { now: secondsAgo(1) }, code: "wrong-state" },
    { name: "is not an author's", change: { isAuthor: true }, code: "self-approval" },
    { name: "is only for what is served", change: { servedReleaseId: A }, code: "invalid-target" },
    {
      name: "is not for a quarantined release",
      change: { quarantined: new Set([B]) },
      code: "invalid-target",
    },
    {
      name: "waits for a rollout on its way",
      change: { openRollout: { state: "waiting", bakeUntil: null } },
      code: "wrong-state",
    },
    {
      name: "counts for an adopted release, which has no rollout",
      change: { openRollout: null },
      code: undefined,
    },
    { name: "is not needed twice", change: { newestKnownGoodId: B, openRollout: null }, code: "no-op" },
    {
      name: "completes the bake of a release that was good before",
      change: { newestKnownGoodId: B },
      code: undefined,
    },
  ])("$name", ({ change, code }) => expect(refuseKnownGood({ ...facts, ...change })?.code).toBe(code));
});

describe("a reconciliation", () => {
  test("is closed by the facts alone", () => {
    const facts = { expectedReleaseId: A, headCommit: "c1" };
    expect(judgeReconciliation({ ...facts, desiredReleaseId: A })).toEqual({
      kind: "agree",
      mergeCommit: "c1",
    });
    expect(judgeReconciliation({ ...facts, desiredReleaseId: B })).toEqual({
      kind: "disagree",
      desiredReleaseId: B,
    });
    expect(judgeReconciliation({ ...facts, desiredReleaseId: null }).kind).toBe("disagree");
  });

  test("is tried again after 1, 2, 4, 8, 16 and then every 30 seconds", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 1_000].map((attempts) => retryDelaySeconds(attempts, 30))).toEqual([
      1, 2, 4, 8, 16, 30, 30, 30,
    ]);
  });
});

test("served periods run from one allocation to the next, the newest first", () => {
  const at = (minutes: number) => new Date(t0.getTime() + minutes * 60_000);
  const history = [
    { ...allocation, version: 3, controlReleaseId: A, since: at(20) },
    { ...allocation, version: 2, controlReleaseId: B, since: at(10) },
    { ...allocation, version: 1, controlReleaseId: A, since: at(0) },
  ];
  expect(servedPeriods(history, A)).toEqual([
    { from: at(20).toISOString(), until: null, cause: "rollout" },
    { from: at(0).toISOString(), until: at(10).toISOString(), cause: "rollout" },
  ]);
});
