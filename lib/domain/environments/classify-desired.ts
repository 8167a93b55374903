import type { Refusal } from "../refusal.ts";

/** What decides how a release that main names is treated. All of it is read before anything is done. */
export type DesiredFacts = {
  /** What main names now; null where the line is gone, names nothing, or cannot be read. */
  namedReleaseId: string | null;
  /** The release that was desired before this look. */
  knownReleaseId: string | null;
  environment: string;
  /** What all subjects get, or would without the open rollout; null before the first release. */
  servedReleaseId: string | null;
  openRollout: { candidateReleaseId: string; controlReleaseId: string | null } | null;
  /** Main names it because of our pull request, or that promotion is approved, exactly as it was reviewed. */
  isReviewed: boolean;
  /** The kind of the open reconciliation; null where none is open. */
  openReconciliation: string | null;
  /** Main names it because of a reconciliation's own pull request. */
  isOwnReconciliation: boolean;
  fullyServed: ReadonlySet<string>;
  quarantined: ReadonlySet<string>;
  /** What main named when the environment was first read. */
  firstNamedReleaseId: string | null;
  /** The release is in the registry, or its manifest in git can be confirmed. */
  isComposable: boolean;
  /** `followUnreviewed: true` of tupelo.yaml. */
  followUnreviewed: boolean;
  /** Main does not hold any more what it held, and no admin has accepted that. */
  isHistoryRewritten: boolean;
};

export type UnreviewedCause = "gone" | "quarantined" | "unknown" | "unreviewed" | "history_rewritten";

export type DesiredClass =
  /** Git and runtime agree, or a rollout is on its way to agreeing. */
  | { kind: "agreed" }
  /** Git names what it named before; what was decided then still stands. */
  | { kind: "known" }
  | { kind: "rollout" }
  | { kind: "adopted" }
  | { kind: "followed_revert"; toReleaseId: string }
  | { kind: "followed_unreviewed"; toReleaseId: string }
  /** The merge of an older target: the open reconciliation goes on. */
  | { kind: "own_reconciliation" }
  | { kind: "unreviewed"; cause: UnreviewedCause };

/** The environment in which nothing is ever followed without a review, whatever git says. */
export const PRODUCTION = "production";

/**
 * classifyDesired says what a look at main means for an environment: as reviewed it is rolled out, a return to what
 * was fully served is followed at once, and anything else is not served.
 */
export function classifyDesired(facts: DesiredFacts): DesiredClass {
  const { namedReleaseId: named, openRollout } = facts;
  const isNews = named !== facts.knownReleaseId;
  if (openRollout === null && named === facts.servedReleaseId) return { kind: "agreed" };
  if (openRollout !== null && named === openRollout.candidateReleaseId) return { kind: "agreed" };
  // A rollback or an abort stands until git follows: what git named before it is not taken up again.
  if (!isNews && facts.openReconciliation === "rollback") return { kind: "known" };
  if (named === null) return { kind: "unreviewed", cause: "gone" };
  // Serving goes on as it is until an admin has accepted the new history.
  if (facts.isHistoryRewritten) return { kind: "unreviewed", cause: "history_rewritten" };
  if (facts.isReviewed && !facts.quarantined.has(named)) return { kind: "rollout" };
  if (facts.isOwnReconciliation) return { kind: "own_reconciliation" };
  return classifyByHand(facts, named, isNews);
}

function classifyByHand(facts: DesiredFacts, named: string, isNews: boolean): DesiredClass {
  if (facts.quarantined.has(named)) return { kind: "unreviewed", cause: "quarantined" };
  if (facts.fullyServed.has(named)) {
    if (isNews) return { kind: "followed_revert", toReleaseId: named };
    // Git and runtime are never apart without something open that says so.
    return facts.openReconciliation === null
      ? { kind: "unreviewed", cause: "unreviewed" }
      : { kind: "known" };
  }
  if (!facts.isComposable) return { kind: "unreviewed", cause: "unknown" };
  if (mayAdopt(facts, named)) return { kind: "adopted" };
  if (followsUnreviewed(facts)) return { kind: "followed_unreviewed", toReleaseId: named };
  return { kind: "unreviewed", cause: "unreviewed" };
}

/** Only what was there before Tupelo looked is taken over unseen; what appears later has to be reviewed. */
function mayAdopt(facts: DesiredFacts, named: string): boolean {
  const isUntouched = facts.servedReleaseId === null && facts.openRollout === null;
  return isUntouched && facts.firstNamedReleaseId === named;
}

/** followsUnreviewed says whether an environment serves what nobody reviewed. Production never does. */
export function followsUnreviewed(facts: { environment: string; followUnreviewed: boolean }): boolean {
  return facts.followUnreviewed && facts.environment !== PRODUCTION;
}

/** describeUnreviewed says to people why what git names is not served. */
export function describeUnreviewed(cause: UnreviewedCause, named: string | null): string {
  switch (cause) {
    case "gone":
      return "Git names no release that can be read, and nobody reviewed that.";
    case "quarantined":
      return `Git names ${named}, which is quarantined.`;
    case "unknown":
      return `Git names ${named}, and no manifest in git confirms what that is.`;
    case "unreviewed":
      return `Git names ${named}, which nobody reviewed.`;
    case "history_rewritten":
      return `Main was rewritten and names ${named} now; an admin has to accept its history first.`;
  }
}

/** refuseAskReview says why no review can be asked for what git names. */
export function refuseAskReview(facts: {
  kind: string;
  state: string;
  namedReleaseId: string | null;
  quarantined: ReadonlySet<string>;
  isComposed: boolean;
}): Refusal | null {
  const other = refuseChoice(facts);
  if (other !== null) return other;
  const { namedReleaseId: named } = facts;
  if (named === null)
    return { code: "invalid-target", sentence: "Git names no release, so there is nothing to review." };
  if (facts.quarantined.has(named)) {
    return {
      code: "invalid-target",
      sentence: `${named} is quarantined: a reviewer has to lift that first.`,
    };
  }
  if (facts.isComposed) return null;
  return { code: "invalid-target", sentence: `${named} is not in the registry, so it cannot be reviewed.` };
}

/** refuseRestore says why no pull request can put the line back to what is served. */
export function refuseRestore(facts: {
  kind: string;
  state: string;
  servedReleaseId: string | null;
}): Refusal | null {
  const other = refuseChoice(facts);
  if (other !== null) return other;
  if (facts.servedReleaseId !== null) return null;
  return {
    code: "invalid-target",
    sentence: "Nothing is served here, so there is nothing to go back to. Ask for a review.",
  };
}

function refuseChoice(facts: { kind: string; state: string }): Refusal | null {
  if (facts.state !== "open")
    return { code: "wrong-state", sentence: "This reconciliation is closed already." };
  if (facts.kind === "unreviewed_change") return null;
  return { code: "wrong-state", sentence: "This one follows a rollback: its pull request is on the way." };
}
