import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../audit/audit-event.ts";
import { checkAllocations } from "./check-allocations.ts";
import { checkConvergence } from "./check-convergence.ts";
import { checkReviews } from "./check-reviews.ts";
import { checkRollbacks } from "./check-rollbacks.ts";
import type { InvariantFacts, ReleaseFact } from "./invariant-facts.ts";
import { at, type MotionFacts, SOUND_FACTS } from "./testing/sound-facts.ts";

const RELEASE: ReleaseFact = {
  ...{ id: "new", fingerprint: "", manifestDigest: "sha256:new", manifest: "", parts: [] },
};
const facts = (changes: Partial<InvariantFacts>): InvariantFacts => ({
  ...{ ...SOUND_FACTS, events: [], head: { seq: 0, hash: "" }, checkpoints: [], releases: [RELEASE] },
  ...changes,
});
type Table = "allocations" | "rollouts" | "promotions" | "reviews" | "rollbacks" | "reconciliations";
/** The story with one row of a table changed. */
const withRow = <Name extends Table>(name: Name, index: number, change: Partial<MotionFacts[Name][number]>) =>
  facts({ [name]: SOUND_FACTS[name].map((row, place) => (place === index ? { ...row, ...change } : row)) });
const [production] = SOUND_FACTS.environments;
const environment = (change: Partial<InvariantFacts["environments"][number]>) => ({
  environments: production === undefined ? [] : [{ ...production, ...change }],
});

const CHECKS = { checkAllocations, checkConvergence, checkReviews, checkRollbacks };
const said = (given: InvariantFacts) =>
  Object.values(CHECKS).flatMap((check) =>
    check(given).map(({ invariant, subject, sentence }) => `${invariant} ${subject}: ${sentence}`),
  );

describe("the invariants of motion", () => {
  it("hold in a sound story", () => {
    expect(said(facts({}))).toEqual([]);
  });

  it.each([
    {
      name: "a gap between versions",
      given: withRow("allocations", 3, { version: 5 }),
      says: "I1 production: Its versions are 1, 2, 3, 5, and it says that 4 is the current one.",
    },
    {
      name: "a version twice",
      given: facts({ allocations: [...SOUND_FACTS.allocations, ...SOUND_FACTS.allocations.slice(3)] }),
      says: "I1 production: Its versions are 1, 2, 3, 4, 4, and it says that 4 is the current one.",
    },
    {
      name: "an environment without an allocation",
      given: facts({ allocations: [], rollbacks: [] }),
      says: "I1 production: Its versions are none, and it says that 4 is the current one.",
    },
    {
      name: "a share beyond the whole",
      given: withRow("allocations", 2, { shareBp: 10_001 }),
      says: "I1 production: Version 3 gives 10001 basis points to new beside old.",
    },
    {
      name: "a share of nobody",
      given: withRow("allocations", 3, { shareBp: 1 }),
      says: "I1 production: Version 4 gives 1 basis points to no candidate beside old.",
    },
    {
      name: "a candidate without a share",
      given: withRow("allocations", 1, { shareBp: 0 }),
      says: "I1 production: Version 2 gives 0 basis points to new beside old.",
    },
    {
      name: "half a basis point",
      given: withRow("allocations", 1, { shareBp: 0.5 }),
      says: "I1 production: Version 2 gives 0.5 basis points to new beside old.",
    },
    {
      name: "two rollouts open at once",
      given: facts({
        rollouts: [1, 2].flatMap((number) =>
          SOUND_FACTS.rollouts.map((row) => ({ ...row, number, state: "stepping" })),
        ),
      }),
      says: "I1 production: The rollouts #1, #2 are open at once.",
    },
    {
      name: "a candidate that is served without an open rollout",
      given: facts({
        ...environment({ allocationVersion: 3 }),
        allocations: SOUND_FACTS.allocations.slice(0, 3),
        rollbacks: [],
      }),
      says: "I1 production: new has a share, but no open rollout is about it.",
    },
    {
      name: "drift that nothing open explains",
      given: withRow("reconciliations", 0, { state: "closed", closedAt: at(5) }),
      says: "I6 production: Git names new, old is served, and nothing open says why.",
    },
    {
      name: "drift that only another environment's reconciliation explains",
      given: withRow("reconciliations", 0, { environment: "staging" }),
      says: "I6 production: Git names new, old is served, and nothing open says why.",
    },
    {
      name: "git that names nothing any more",
      given: facts({
        ...environment({ namedInGit: { state: "known", releaseId: null } }),
        reconciliations: [],
      }),
      says: "I6 production: Git names nothing, old is served, and nothing open says why.",
    },
    {
      name: "an adoption after something was served",
      given: withRow("allocations", 1, { cause: "adopted" }),
      says: "I7 production version 2: It was adopted although something was served before.",
    },
    {
      name: "production that followed what nobody reviewed",
      given: withRow("allocations", 1, { cause: "followed_unreviewed" }),
      says: "I7 production version 2: Production followed what nobody reviewed.",
    },
    {
      name: "a rollout that is about another release",
      given: withRow("allocations", 1, { candidateReleaseId: "other" }),
      says: "I7 production version 2: Rollout #1 is about new, not about other.",
    },
    {
      name: "another control beside the candidate",
      given: withRow("allocations", 1, { controlReleaseId: "other" }),
      says: "I7 production version 2: Beside the candidate is other, not the rollout's control.",
    },
    {
      name: "a step without a rollout",
      given: withRow("allocations", 1, { rolloutNumber: 9 }),
      says: "I7 production version 2: No rollout is behind it.",
    },
    {
      name: "a release that was quarantined when it got its share",
      given: facts({ quarantines: [{ releaseId: "new", since: at(1), liftedAt: at(3) }] }),
      says: "I7 production version 2: new was quarantined.",
    },
    {
      name: "an approval by an author",
      given: withRow("reviews", 0, { accountId: "acc_author" }),
      says: "I7 production version 2: Promotion #7 has no approval by another person of exactly this.",
    },
    {
      name: "an approval of another manifest",
      given: withRow("reviews", 0, { manifestDigest: "sha256:earlier" }),
      says: "I7 production version 2: Promotion #7 has no approval by another person of exactly this.",
    },
    {
      name: "an approval on another base",
      given: withRow("reviews", 0, { baseReleaseId: "older" }),
      says: "I7 production version 2: Promotion #7 has no approval by another person of exactly this.",
    },
    {
      name: "an approval that the merge did not use",
      given: withRow("promotions", 0, { consumedReviewIds: [] }),
      says: "I7 production version 2: Promotion #7 has no approval by another person of exactly this.",
    },
    {
      name: "a rejection among the approvals that were used",
      given: facts({
        promotions: SOUND_FACTS.promotions.map((row) => ({ ...row, consumedReviewIds: ["rev_1", "rev_2"] })),
        reviews: SOUND_FACTS.reviews.flatMap((row) => [row, { ...row, id: "rev_2", decision: "reject" }]),
      }),
      says: "I7 production version 2: Promotion #7 used an approval that does not count.",
    },
    {
      name: "a promotion that never merged",
      given: withRow("promotions", 0, { state: "withdrawn" }),
      says: "I7 production version 2: Promotion #7 is withdrawn.",
    },
    {
      name: "a way back to what was never served",
      given: withRow("allocations", 3, { controlReleaseId: "unknown" }),
      says: "I7 production version 4: It went back to unknown, which was never fully served here.",
    },
    {
      name: "a way back to a share",
      given: withRow("allocations", 3, { candidateReleaseId: "new", shareBp: 100 }),
      says: "I7 production version 4: A way back has no candidate.",
    },
    {
      name: "a way back to a quarantined release",
      given: facts({ quarantines: [{ releaseId: "old", since: at(3), liftedAt: null }] }),
      says: "I7 production version 4: It went back to old, which was quarantined.",
    },
    {
      name: "a way back without a rollback",
      given: facts({ rollbacks: [] }),
      says: "I7 production version 4: No rollback is behind it (cause break_glass).",
    },
    {
      name: "a rollback without a reason",
      given: withRow("rollbacks", 0, { reason: " " }),
      says: "I5 rollback rb_1: It has no reason.",
    },
    {
      name: "a rollback by nobody",
      given: withRow("rollbacks", 0, { actor: "" }),
      says: "I5 rollback rb_1: It has no actor.",
    },
    {
      name: "a controller without a stored decision",
      given: withRow("rollbacks", 0, { actor: "service:rollout-controller", cause: "controller" }),
      says: "I5 rollback rb_1: The controller acted without a stored decision.",
    },
    {
      name: "a rollback that git was never told of",
      given: withRow("reconciliations", 0, { openedAt: at(5) }),
      says: "I5 rollback rb_1: Git named another release and no reconciliation was opened.",
    },
    {
      name: "two pull requests open for one reconciliation",
      given: facts({
        reconciliationPulls: [12, 13].map((pullNumber) => ({ number: 1, pullNumber, state: "open" })),
      }),
      says: "I5 reconciliation #1: The pull requests 12, 13 are open for it at once.",
    },
    {
      name: "a controller that took a candidate back twice",
      given: facts({
        decisions: ["dec_1", "dec_2"].map((id) => ({ id, rolloutNumber: 1, action: "rollback" })),
        rollbacks: ["dec_1", "dec_2"].flatMap((decisionId) =>
          SOUND_FACTS.rollbacks.map((row) => ({ ...row, id: decisionId, cause: "controller", decisionId })),
        ),
      }),
      says: "I10 rollout #1: The controller took it back 2 times.",
    },
  ])("are broken by $name", ({ given, says }) => {
    expect(said(given)).toContain(says);
  });

  const desired = (release: string, hour: number): AuditEvent => ({
    ...{ chain: "prj", seq: 1, at: at(hour).toISOString(), requestId: null, prevHash: "", hash: "" },
    ...{ actorKind: "service", actorId: "git-sync", actorName: "git-sync", reason: null, releaseId: null },
    ...{ action: "environment.desired_changed", resourceKind: "environment", resourceId: "production" },
    ...{ environment: "production", before: null, after: { desired: release } },
  });
  const closed = withRow("reconciliations", 0, { openedAt: at(5) });
  it.each([
    {
      name: "git that could not be asked",
      given: facts({
        ...environment({ namedInGit: { state: "unknown" } }),
        reconciliations: [],
        rollbacks: [],
      }),
      not: "I6",
    },
    {
      name: "a rollback to what git named already",
      given: { ...closed, events: [desired("old", 3)] },
      not: "I5",
    },
    {
      name: "an open rollout of the release that git names",
      given: {
        ...withRow("rollouts", 0, { state: "waiting" }),
        reconciliations: [],
      },
      not: "I6",
    },
  ])("are not broken by $name", ({ given, not }) => {
    expect(said(given).filter((line) => line.startsWith(not))).toEqual([]);
  });

  it("are broken by a rollback to what git named only later", () => {
    expect(said({ ...closed, events: [desired("old", 5)] })).toContain(
      "I5 rollback rb_1: Git named another release and no reconciliation was opened.",
    );
  });
});
