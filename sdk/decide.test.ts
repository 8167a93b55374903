import fc from "fast-check";
import { describe, expect, it } from "vitest";
import examples from "../lib/domain/rollout/fixtures/sticky-examples.json" with { type: "json" };
import {
  CANARY_STALE_LIMIT_MS as domainLimitMs,
  positionOf,
  routeSubject,
} from "../lib/domain/rollout/route-subject.ts";
import { CANARY_STALE_LIMIT_MS, createDecider } from "./decide.ts";
import { hashSubject, positionOfHash } from "./position.ts";
import type { SnapshotEnvironment } from "./snapshot.ts";
import { CANDIDATE, CONTROL, environmentWith } from "./testing/snapshots.ts";

const FRESH = { staleMs: 0, isStale: false };
const STALE = { staleMs: 60_000, isStale: true };

/** What may go wrong on the way from text to bytes: two, three and four bytes, NUL, half a character. */
const CHARACTERS = fc.constantFrom("a", "B", "7", ":", "\u00fc", "\u6f22", "\u{1f600}", "\0", "\ud800");

function decide(environment: SnapshotEnvironment, subject: string, staleMs = 0) {
  const hashed = hashSubject(subject, environment.salt);
  return createDecider(environment).decide(hashed, null, { staleMs, isStale: staleMs > 0 });
}

const armAt = (subject: string, shareBp: number) => decide(environmentWith({ shareBp }), subject)?.arm;

describe("the SDK and the data plane", () => {
  it("place every subject alike, with and without a salt", () => {
    const salts = fc.option(fc.string(), { nil: null });
    fc.assert(
      fc.property(fc.string({ unit: CHARACTERS }), salts, (subject, salt) => {
        expect(positionOfHash(hashSubject(subject, salt))).toBe(positionOf(subject, salt));
      }),
      { numRuns: 500 },
    );
  });

  it("give every subject the same release, whatever the allocation and its age", () => {
    const arms = fc.record({
      control: fc.constantFrom(CONTROL, null),
      candidate: fc.constantFrom(CANDIDATE, null),
      shareBp: fc.integer({ min: 0, max: 10_000 }),
      salt: fc.constantFrom(null, "7"),
    });
    const ages = fc.constantFrom(0, 60_000, 299_999, 300_000, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(fc.string(), arms, ages, (subject, { control, candidate, shareBp, salt }, staleMs) => {
        const ours = decide(environmentWith({ control, candidate, shareBp, salt }), subject, staleMs);
        const allocation = { controlReleaseId: control, candidateReleaseId: candidate, shareBp, salt };
        const theirs = routeSubject(allocation, subject, staleMs);
        expect(ours === null ? null : { arm: ours.arm, releaseId: ours.releaseId }).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
    expect(CANARY_STALE_LIMIT_MS).toBe(domainLimitMs);
  });

  it("agree with every vector of the article's own function", () => {
    for (const { subject, percentage, bucket, expected } of examples.sticky) {
      expect(Math.floor(positionOfHash(hashSubject(subject, null)) / 100)).toBe(bucket);
      expect(armAt(subject, percentage * 100) === "candidate", subject).toBe(expected);
    }
  });
});

describe("a sticky decision", () => {
  it("keeps tenant-42:conversation-9 on control at 10 %, three times, and moves it at 86 %", () => {
    const asked = [1, 2, 3].map(() => armAt("tenant-42:conversation-9", 1_000));
    expect(asked).toEqual(["control", "control", "control"]);
    expect(armAt("tenant-42:conversation-9", 8_600)).toBe("candidate");
  });

  it("finds the same subjects in the canary again after a pause, and after the share fell and rose", () => {
    const subjects = Array.from({ length: 1_000 }, (_, index) => `tenant-${index}`);
    const cohortAt = (shareBp: number) =>
      subjects.filter((subject) => armAt(subject, shareBp) === "candidate");
    const before = cohortAt(500);
    const stopped = cohortAt(0);
    expect(before.length).toBeGreaterThan(20);
    expect(stopped).toEqual([]);
    expect(cohortAt(500)).toEqual(before);
    const raised = new Set(cohortAt(2_500));
    expect(before.every((subject) => raised.has(subject))).toBe(true);
  });

  it("is the same frozen object each time, so that deciding makes no garbage", () => {
    const decider = createDecider(environmentWith());
    const first = decider.decide(hashSubject("a", null), null, FRESH);
    expect(decider.decide(hashSubject("a", null), null, FRESH)).toBe(first);
    expect(Object.isFrozen(first) && Object.isFrozen(first?.components)).toBe(true);
  });
});

describe("allocations that cannot be confirmed", () => {
  const inCanary = "tenant-42:conversation-7";

  it("are marked as stale, and give a canary's subjects to control after 300 s", () => {
    expect(decide(environmentWith(), inCanary, 1)).toMatchObject({ arm: "candidate", isStale: true });
    expect(decide(environmentWith(), inCanary, 299_999)?.arm).toBe("candidate");
    expect(decide(environmentWith(), inCanary, 300_000)).toMatchObject({ arm: "control", isStale: true });
  });

  it("hold for ever without an open rollout, and on a first release that has no control", () => {
    const age = Number.POSITIVE_INFINITY;
    const settled = environmentWith({ candidate: null, shareBp: 0 });
    expect(decide(settled, inCanary, age)).toMatchObject({ releaseId: CONTROL, isStale: true });
    const first = environmentWith({ control: null, shareBp: 10_000 });
    expect(decide(first, inCanary, age)).toMatchObject({ releaseId: CANDIDATE, isStale: true });
  });
});

describe("shadow", () => {
  const shadowed = environmentWith({
    ...{ candidate: null, shareBp: 0 },
    shadow: { releaseId: CANDIDATE, sampleBp: 2_000 },
  });

  it("is asked for a share of requests, by request id and not by subject", () => {
    const decider = createDecider(shadowed);
    const shadowOf = (request: string) =>
      decider.decide(hashSubject("same", null), hashSubject(request, null), FRESH)?.shadowReleaseId;
    const requests = Array.from({ length: 10_000 }, (_, index) => `req_${index}`);
    const sampled = requests.filter((request) => shadowOf(request) === CANDIDATE).length;
    expect(sampled).toBeGreaterThan(1_850);
    expect(sampled).toBeLessThan(2_150);
    const sampledFirst = requests.slice(0, 100).map(shadowOf);
    expect(requests.slice(0, 100).map(shadowOf)).toEqual(sampledFirst);
  });

  it("is never asked without a request id, nor for the release that answers anyway", () => {
    expect(createDecider(shadowed).decide(1, null, STALE)?.shadowReleaseId).toBeNull();
    const same = createDecider({ ...shadowed, shadow: { releaseId: CONTROL, sampleBp: 10_000 } });
    expect(same.decide(1, 1, FRESH)?.shadowReleaseId).toBeNull();
  });
});
