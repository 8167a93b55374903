/** What has to hold whatever happens, in words; each has a number that reports and tests use. */
export const INVARIANTS = {
  I1: "each environment has exactly one allocation, and its versions have no gap and no double",
  I2: "what clients saw of an environment fits one order of moves",
  I3: "what was acknowledged is there, once",
  I4: "the audit chain holds, and each change of state has its event",
  I5: "each emergency rollback has its reason, its actor and one reconciliation",
  I6: "git names what is served, or an open reconciliation or rollout says why not",
  I7: "what a person brings into production was reviewed by somebody else, exactly as it is",
  I8: "a release is what its id and its digest say",
  I10: "a candidate is taken back by the controller once at most, and nothing starts by itself while it cools down",
  I11: "a repeated request has one effect and one answer",
} as const;
export type InvariantId = keyof typeof INVARIANTS;

/** One thing that is wrong: which invariant, where, and what was found. */
export type Violation = { invariant: InvariantId; subject: string; sentence: string };
