import { describe, expect, test } from "vitest";
import {
  classifyDesired,
  type DesiredFacts,
  followsUnreviewed,
  refuseAskReview,
  refuseRestore,
} from "./classify-desired.ts";
import { cooldownUntil, refuseEndCooldown } from "./cooldown.ts";
import { promotionBase } from "./promotion-base.ts";

const A = "698df6d7ad";
const B = "f91be2a454";
const C = "bef3ab4572";
const served: DesiredFacts = {
  namedReleaseId: C,
  knownReleaseId: B,
  environment: "production",
  servedReleaseId: B,
  openRollout: null,
  isReviewed: false,
  openReconciliation: null,
  isOwnReconciliation: false,
  fullyServed: new Set([A, B]),
  quarantined: new Set(),
  firstNamedReleaseId: A,
  isComposable: true,
  followUnreviewed: false,
  isHistoryRewritten: false,
};
const rollout = { candidateReleaseId: C, controlReleaseId: B };
const empty = { knownReleaseId: null, servedReleaseId: null, fullyServed: new Set<string>() };

describe("what main names", () => {
  test.each<{ name: string; change: Partial<DesiredFacts>; expected: unknown }>([
    { name: "what is served: agreed", change: { namedReleaseId: B }, expected: { kind: "agreed" } },
    {
      name: "the candidate of the open rollout: agreed",
      change: { openRollout: rollout },
      expected: { kind: "agreed" },
    },
    { name: "what was reviewed: rolled out", change: { isReviewed: true }, expected: { kind: "rollout" } },
    {
      name: "what was reviewed, and is quarantined since: not served",
      change: { isReviewed: true, quarantined: new Set([C]) },
      expected: { kind: "unreviewed", cause: "quarantined" },
    },
    {
      name: "what was fully served before: followed at once",
      change: { namedReleaseId: A },
      expected: { kind: "followed_revert", toReleaseId: A },
    },
    {
      name: "the control while a rollout is open: followed, which aborts the rollout",
      change: { namedReleaseId: B, knownReleaseId: C, openRollout: rollout },
      expected: { kind: "followed_revert", toReleaseId: B },
    },
    {
      name: "what was fully served and is quarantined: not served",
      change: { namedReleaseId: A, quarantined: new Set([A]) },
      expected: { kind: "unreviewed", cause: "quarantined" },
    },
    {
      name: "what was fully served and named before its quarantine was lifted: nothing by itself",
      change: { namedReleaseId: A, knownReleaseId: A, openReconciliation: "unreviewed_change" },
      expected: { kind: "known" },
    },
    {
      name: "a candidate that never had all subjects: not served",
      change: {},
      expected: { kind: "unreviewed", cause: "unreviewed" },
    },
    {
      name: "what was fully served, after a force-push: not followed",
      change: { namedReleaseId: A, isHistoryRewritten: true },
      expected: { kind: "unreviewed", cause: "history_rewritten" },
    },
    {
      name: "what was reviewed, after a force-push: not served before an admin accepts it",
      change: { isReviewed: true, isHistoryRewritten: true },
      expected: { kind: "unreviewed", cause: "history_rewritten" },
    },
    {
      name: "what is served, after a force-push: agreed",
      change: { namedReleaseId: B, isHistoryRewritten: true },
      expected: { kind: "agreed" },
    },
    {
      name: "what was fully served, known, and nothing is open about it: told",
      change: { namedReleaseId: A, knownReleaseId: A },
      expected: { kind: "unreviewed", cause: "unreviewed" },
    },
    {
      name: "what no manifest confirms: not served",
      change: { isComposable: false },
      expected: { kind: "unreviewed", cause: "unknown" },
    },
    {
      name: "nothing any more: not served",
      change: { namedReleaseId: null },
      expected: { kind: "unreviewed", cause: "gone" },
    },
    {
      name: "nothing, where nothing was ever served: agreed",
      change: { ...empty, namedReleaseId: null },
      expected: { kind: "agreed" },
    },
    {
      name: "the same as before a rollback: known",
      change: { knownReleaseId: C, openReconciliation: "rollback" },
      expected: { kind: "known" },
    },
    {
      name: "an older target, by the reconciliation's own pull request: no revert by hand",
      change: { namedReleaseId: A, isOwnReconciliation: true, openReconciliation: "rollback" },
      expected: { kind: "own_reconciliation" },
    },
    {
      name: "the release that was there when the environment was first seen: adopted",
      change: { ...empty, namedReleaseId: A },
      expected: { kind: "adopted" },
    },
    {
      name: "that release before its manifest can be confirmed: not served",
      change: { ...empty, namedReleaseId: A, isComposable: false },
      expected: { kind: "unreviewed", cause: "unknown" },
    },
    {
      name: "another release in an environment that never served any: not served",
      change: { ...empty, firstNamedReleaseId: null },
      expected: { kind: "unreviewed", cause: "unreviewed" },
    },
    {
      name: "an unreviewed release in staging that follows: followed",
      change: { environment: "staging", followUnreviewed: true },
      expected: { kind: "followed_unreviewed", toReleaseId: C },
    },
    {
      name: "a quarantined release in staging that follows: not served",
      change: { environment: "staging", followUnreviewed: true, quarantined: new Set([C]) },
      expected: { kind: "unreviewed", cause: "quarantined" },
    },
    {
      name: "an unreviewed release in production that says it follows: not served",
      change: { followUnreviewed: true },
      expected: { kind: "unreviewed", cause: "unreviewed" },
    },
  ])("$name", ({ change, expected }) => expect(classifyDesired({ ...served, ...change })).toEqual(expected));

  test("is never followed unreviewed in production, whatever tupelo.yaml says", () => {
    expect(followsUnreviewed({ environment: "production", followUnreviewed: true })).toBe(false);
    expect(followsUnreviewed({ environment: "staging", followUnreviewed: false })).toBe(false);
  });
});

describe("the two offers of an unreviewed change", () => {
  const open = { kind: "unreviewed_change", state: "open" };
  const ask = { ...open, namedReleaseId: C, quarantined: new Set<string>(), isComposed: true };
  test.each([
    { name: "for what composes", change: {}, code: undefined },
    { name: "not for nothing", change: { namedReleaseId: null }, code: "invalid-target" },
    { name: "not for a quarantined one", change: { quarantined: new Set([C]) }, code: "invalid-target" },
    { name: "not for an unknown one", change: { isComposed: false }, code: "invalid-target" },
    { name: "not once it is closed", change: { state: "closed" }, code: "wrong-state" },
    { name: "not after a rollback", change: { kind: "rollback" }, code: "wrong-state" },
  ])("a review: $name", ({ change, code }) =>
    expect(refuseAskReview({ ...ask, ...change })?.code).toBe(code),
  );

  test("the way back: not where nothing was ever served", () => {
    expect(refuseRestore({ ...open, servedReleaseId: B })).toBeNull();
    expect(refuseRestore({ ...open, servedReleaseId: null })?.code).toBe("invalid-target");
    expect(refuseRestore({ ...open, state: "closed", servedReleaseId: B })?.code).toBe("wrong-state");
  });

  test("a promotion is composed on what is served while git names what nobody reviewed", () => {
    const facts = { desiredReleaseId: C, servedReleaseId: B };
    expect(promotionBase({ ...facts, openReconciliation: "unreviewed_change" })).toBe(B);
    expect(promotionBase({ ...facts, openReconciliation: "rollback" })).toBe(C);
    expect(promotionBase({ ...facts, openReconciliation: null })).toBe(C);
  });
});

describe("the cooldown", () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 3, 10, 14, minutes));
  test.each([
    { name: "none without a rollback", last: null, ended: null, until: null },
    { name: "the policy's minutes after one", last: at(0), ended: null, until: at(30) },
    { name: "none once a reviewer ended it", last: at(0), ended: at(5), until: null },
    { name: "again after the next rollback", last: at(10), ended: at(5), until: at(40) },
  ])("is $name", ({ last, ended, until }) =>
    expect(cooldownUntil({ lastRollbackAt: last, cooldownEndedAt: ended, cooldownMinutes: 30 })).toEqual(
      until,
    ),
  );

  test("is ended only while it runs", () => {
    expect(refuseEndCooldown({ cooldownUntil: at(30), now: at(29) })).toBeNull();
    expect(refuseEndCooldown({ cooldownUntil: at(30), now: at(30) })?.code).toBe("no-op");
    expect(refuseEndCooldown({ cooldownUntil: null, now: at(0) })?.code).toBe("no-op");
  });
});
