import { describe, expect, it } from "vitest";
import { attributeCall, type CallClaim } from "./attribute-call.ts";
import type { Assignment, VerifiedAssignment } from "./verify-assignment.ts";

const ASSIGNED_AT = new Date("2026-04-10T12:00:00Z");
const later = (ms: number) => new Date(ASSIGNED_AT.getTime() + ms);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const SAID = {
  ...{ environment: "production", releaseId: "f91be2a454", arm: "candidate" as const },
  subjectHash: "ab".repeat(32),
};
const CALL: CallClaim = { ...SAID, startedAt: ASSIGNED_AT };
const ASSIGNMENT: Assignment = {
  ...{ ...SAID, project: "deploybuddy", rolloutNumber: 1, generation: 4, assignedAt: ASSIGNED_AT },
};
const SIGNED: VerifiedAssignment = { ok: true, assignment: ASSIGNMENT };
const problem = (name: Extract<VerifiedAssignment, { ok: false }>["problem"]): VerifiedAssignment => ({
  ...{ ok: false, problem: name },
});

describe("attributeCall", () => {
  it.each([
    { name: "everything", change: {} },
    { name: "no environment", change: { environment: null } },
    { name: "no release", change: { releaseId: null } },
    { name: "no arm", change: { arm: null } },
    { name: "no subject", change: { subjectHash: null } },
    { name: "nothing", change: { environment: null, releaseId: null, arm: null, subjectHash: null } },
    { name: "a start 24 hours later", change: { startedAt: later(DAY_MS) } },
    { name: "a start five minutes earlier", change: { startedAt: later(-5 * MINUTE_MS) } },
  ])("takes what was signed where the call says $name", ({ change }) => {
    for (const onlySigned of [false, true]) {
      expect(attributeCall({ ...CALL, ...change }, SIGNED, onlySigned)).toEqual({
        ...{ kind: "assigned", claim: SAID },
      });
    }
  });

  it.each([
    { name: "of another release", change: { releaseId: "698df6d7ad" }, says: "another release" },
    { name: "of the other arm", change: { arm: "control" as const }, says: "another arm" },
    { name: "of a shadow", change: { arm: "shadow" as const }, says: "another arm" },
    { name: "for another subject", change: { subjectHash: "cd".repeat(32) }, says: "another subject" },
    { name: "in another environment", change: { environment: "staging" }, says: "another environment" },
    { name: "that began a day and 1 ms later", change: { startedAt: later(DAY_MS + 1) }, says: "24 hours" },
    {
      name: "that began five minutes and 1 ms earlier",
      change: { startedAt: later(-5 * MINUTE_MS - 1) },
      says: "five minutes",
    },
  ])("refuses a call $name than was signed", ({ change, says }) => {
    expect(attributeCall({ ...CALL, ...change }, SIGNED, false)).toEqual({
      ...{ kind: "refused", because: expect.stringContaining(says) },
    });
  });

  it.each([
    { signed: problem("malformed"), says: "cannot be read" },
    { signed: problem("unknown-key"), says: "does not know" },
    { signed: problem("bad-signature"), says: "does not fit" },
    { signed: problem("other-project"), says: "another project" },
  ])("refuses an assignment that $says, even where none is needed", ({ signed, says }) => {
    expect(attributeCall(CALL, signed, false)).toEqual({
      ...{ kind: "refused", because: expect.stringContaining(says) },
    });
  });

  it.each([
    { name: "a release and an arm", change: {}, only: "refused" },
    { name: "a release alone", change: { arm: null }, only: "refused" },
    { name: "an arm alone", change: { releaseId: null }, only: "refused" },
    { name: "a shadow's arm", change: { arm: "shadow" as const }, only: "refused" },
    { name: "neither", change: { releaseId: null, arm: null }, only: "claimed" },
  ])("without an assignment takes $name as said, and where only signed traffic counts: $only", (row) => {
    const call = { ...CALL, ...row.change };
    const { startedAt: _start, ...said } = call;
    expect(attributeCall(call, null, false)).toEqual({ kind: "claimed", claim: said });
    expect(attributeCall(call, null, true).kind).toBe(row.only);
  });
});
