import type { AllocationFact, InvariantFacts } from "../invariant-facts.ts";

export const at = (hour: number) => new Date(Date.UTC(2026, 3, 10, hour));

const allocation = (version: number, changes: Partial<AllocationFact>): AllocationFact => ({
  ...{ environment: "production", version, controlReleaseId: null, candidateReleaseId: null, shareBp: 0 },
  ...{ cause: "rollout", rolloutNumber: 1, at: at(version), ...changes },
});

/** What makes up a story beside its audit chain and its releases' parts. */
export type MotionFacts = Omit<InvariantFacts, "events" | "head" | "checkpoints" | "releases">;

/**
 * SOUND_FACTS: `old` was adopted, `new` was reviewed by `acc_reviewer`, rolled out in two steps and taken back by hand;
 * git still names it, and a reconciliation is open.
 */
export const SOUND_FACTS: MotionFacts = {
  environments: [
    { name: "production", allocationVersion: 4, namedInGit: { state: "known", releaseId: "new" } },
  ],
  allocations: [
    allocation(1, { controlReleaseId: "old", cause: "adopted", rolloutNumber: null }),
    allocation(2, { controlReleaseId: "old", candidateReleaseId: "new", shareBp: 500 }),
    allocation(3, { controlReleaseId: "old", candidateReleaseId: "new", shareBp: 10_000 }),
    allocation(4, { controlReleaseId: "old", cause: "break_glass", rolloutNumber: null }),
  ],
  rollouts: [
    {
      ...{ number: 1, environment: "production", promotionNumber: 7, state: "rolled_back" },
      ...{ candidateReleaseId: "new", controlReleaseId: "old" },
    },
  ],
  promotions: [
    {
      ...{ number: 7, environment: "production", releaseId: "new", baseReleaseId: "old", state: "merged" },
      ...{ consumedReviewIds: ["rev_1"], authorIds: new Set(["acc_author"]) },
    },
  ],
  reviews: [
    {
      ...{ id: "rev_1", promotionNumber: 7, accountId: "acc_reviewer", decision: "approve" },
      ...{ manifestDigest: "sha256:new", baseReleaseId: "old" },
    },
  ],
  rollbacks: [
    {
      ...{ id: "rb_1", environment: "production", fromReleaseId: "new", toReleaseId: "old" },
      ...{ actor: "account:acc_operator", reason: "latency breach", cause: "break_glass", decisionId: null },
      ...{ allocationVersion: 4, at: at(4) },
    },
  ],
  decisions: [],
  reconciliations: [
    {
      ...{ number: 1, environment: "production", state: "open", servedReleaseId: "old", pullNumber: 12 },
      ...{ openedAt: at(4), closedAt: null },
    },
  ],
  quarantines: [{ releaseId: "new", since: at(4), liftedAt: null }],
  knownGood: [],
  reconciliationPulls: [{ number: 1, pullNumber: 12, state: "open" }],
  unguardedTables: [],
};
