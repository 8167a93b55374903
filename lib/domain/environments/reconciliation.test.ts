import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedInGit } from "./allocation.ts";
import {
  jitteredDelaySeconds,
  judgeReconciliation,
  nextBranch,
  refusePostReview,
  refuseRemind,
} from "./reconciliation.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 3, 10, 14, minutes));

describe("the wait before the next try", () => {
  test("is anything up to the doubled delay and never above the cap", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const seconds = jitteredDelaySeconds({ attempts, capSeconds: 30, retryAfterSeconds: null, random });
          expect(seconds).toBeGreaterThan(0);
          expect(seconds).toBeLessThanOrEqual(30);
        },
      ),
    );
  });

  test("is at least what the host asked for, above the cap as well", () => {
    const delay = jitteredDelaySeconds({ attempts: 1, capSeconds: 30, retryAfterSeconds: 120, random: 0.5 });
    expect(delay).toBe(120.5);
  });
});

test("each further pull request has the next number behind its branch", () => {
  expect(nextBranch("tupelo/reconcile/production-7")).toBe("tupelo/reconcile/production-7.2");
  expect(nextBranch("tupelo/reconcile/production-7.2")).toBe("tupelo/reconcile/production-7.3");
});

describe("git and runtime agree", () => {
  const allocation = { controlReleaseId: "a", candidateReleaseId: null, shareBp: 0 };
  const canary = { ...allocation, candidateReleaseId: "b", shareBp: 2_500 };
  const nothing = { allocation: null, openRolloutCandidateId: null };
  test.each([
    {
      name: "on what is served",
      named: "a",
      facts: { allocation, openRolloutCandidateId: null },
      kind: "agree",
    },
    {
      name: "not on anything else",
      named: "b",
      facts: { allocation, openRolloutCandidateId: null },
      kind: "disagree",
    },
    {
      name: "on a rollout that waits",
      named: "b",
      facts: { allocation, openRolloutCandidateId: "b" },
      kind: "agree",
    },
    {
      name: "on a canary's candidate",
      named: "b",
      facts: { allocation: canary, openRolloutCandidateId: "b" },
      kind: "agree",
    },
    {
      name: "not on a canary's control",
      named: "a",
      facts: { allocation: canary, openRolloutCandidateId: "b" },
      kind: "disagree",
    },
    { name: "on nothing where nothing is served", named: null, facts: nothing, kind: "agree" },
    {
      name: "not on nothing where something is",
      named: null,
      facts: { allocation, openRolloutCandidateId: null },
      kind: "disagree",
    },
  ])("$name", ({ named, facts, kind }) => {
    const judged = { desiredReleaseId: named, expectedReleaseId: expectedInGit(facts), headCommit: "c1" };
    expect(judgeReconciliation(judged).kind).toBe(kind);
  });
});

describe("looking at an emergency afterwards", () => {
  const facts = {
    dueAt: at(60),
    reviewedAt: null,
    actors: new Set(["account:ada"]),
    principal: "account:ben",
  };
  test.each([
    { name: "is somebody else's", change: {}, code: undefined },
    { name: "is not the actor's", change: { principal: "account:ada" }, code: "self-approval" },
    { name: "is done once", change: { reviewedAt: at(1) }, code: "no-op" },
    { name: "is asked for after an emergency only", change: { dueAt: null }, code: "wrong-state" },
  ])("$name", ({ change, code }) => expect(refusePostReview({ ...facts, ...change })?.code).toBe(code));
});

test("an owner is reminded at most every ten minutes, and only while it is open", () => {
  expect(refuseRemind({ state: "open", remindedAt: null, now: at(0) })).toBeNull();
  expect(refuseRemind({ state: "open", remindedAt: at(0), now: at(9) })?.code).toBe("no-op");
  expect(refuseRemind({ state: "open", remindedAt: at(0), now: at(10) })).toBeNull();
  expect(refuseRemind({ state: "closed", remindedAt: null, now: at(0) })?.code).toBe("wrong-state");
});
