import type { Blocker } from "../gates/blockers.ts";
import type { Refusal } from "../refusal.ts";
import type { PromotionState } from "./promotion-state.ts";

/** Exactly what a reviewer saw. Any of it changes: the review no longer counts. */
export type ReviewSubject = {
  manifestDigest: string;
  baseReleaseId: string | null;
  policyLabel: string;
  evidenceDigest: string;
};

/** `reject` is a final no: the promotion ends with it. */
export const REVIEW_DECISIONS = ["approve", "request_changes", "reject"] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

export type Review = {
  accountId: string;
  accountName: string;
  decision: ReviewDecision;
  /** The reviewer also looked at what it will cost. */
  costReviewed: boolean;
  subject: ReviewSubject;
  /** What the gates' terms said then (termsDigest); null where that was not kept. */
  termsDigest: string | null;
  createdAt: Date;
};

/** What the promotion is now. */
export type ReviewRules = {
  subject: ReviewSubject;
  /** What the gates' terms say now. */
  termsDigest: string;
  reviewersNeeded: number;
  reviewTtlHours: number;
  /** What a second reviewer has to look at, in words; null where no term asks for a cost review. */
  costReview: string | null;
  /** Who may review it now: holds the role for the environment, and wrote no part. */
  reviewerIds: ReadonlySet<string>;
};

/**
 * refuseReview says why somebody may not review a promotion now; null when he may.
 * An author is whoever made the release, proposed it, or last wrote one of its changed parts. Blockers stop an
 * approval, never a request for changes or a no.
 */
export function refuseReview(facts: {
  reviewerId: string;
  authorIds: ReadonlySet<string>;
  state: PromotionState;
  decision: Review["decision"];
  blockers: readonly { sentence: string }[];
}): Refusal | null {
  if (!["gates", "in_review", "approved"].includes(facts.state)) {
    return {
      code: "wrong-state",
      sentence: `A promotion that is ${facts.state.replace("_", " ")} takes no reviews.`,
    };
  }
  if (facts.authorIds.has(facts.reviewerId)) {
    return { code: "self-approval", sentence: "You wrote a part of this: someone else has to review it." };
  }
  if (facts.decision !== "approve") return null;
  const [first] = facts.blockers;
  if (first !== undefined) {
    const more = facts.blockers.length > 1 ? ` And ${facts.blockers.length - 1} more.` : "";
    return { code: "blocked", sentence: `This cannot be approved yet: ${first.sentence}${more}` };
  }
  return null;
}

/** staleBecause names what has changed since a review was given; null while the review counts. */
export function staleBecause(review: Review, rules: ReviewRules, now: Date): string | null {
  const { subject } = rules;
  if (!rules.reviewerIds.has(review.accountId)) return `${review.accountName} may not review this any more.`;
  if (review.subject.manifestDigest !== subject.manifestDigest)
    return "The release is not the one that was reviewed.";
  if (review.subject.baseReleaseId !== subject.baseReleaseId) {
    return `The base moved from ${review.subject.baseReleaseId ?? "nothing"} to ${subject.baseReleaseId ?? "nothing"}.`;
  }
  if (review.subject.policyLabel !== subject.policyLabel) {
    return `The policy changed from ${review.subject.policyLabel} to ${subject.policyLabel}.`;
  }
  // Evidence that says the same again takes nothing from a review; one whose terms were not kept cannot tell.
  const isOtherEvidence = review.subject.evidenceDigest !== subject.evidenceDigest;
  if (isOtherEvidence && review.termsDigest !== rules.termsDigest)
    return "New evidence came in after the review, and it changes what the gates say.";
  const ageHours = (now.getTime() - review.createdAt.getTime()) / 3_600_000;
  if (ageHours >= rules.reviewTtlHours) return `The review is older than ${rules.reviewTtlHours} hours.`;
  return null;
}

export type ReviewTally = {
  approvals: number;
  /** How many people have to approve: two at least where a cost review is asked for. */
  approvalsNeeded: number;
  openRequests: string[];
  /** What the cost review still waits for, in a sentence; null where none is asked for, or it was done. */
  openCostReview: string | null;
  isComplete: boolean;
};

const COST_REVIEWERS = 2;

/** approvalsNeeded is how many people have to approve: a cost review takes a second one, whatever the policy asks. */
export function approvalsNeeded(rules: Pick<ReviewRules, "reviewersNeeded" | "costReview">): number {
  return rules.costReview === null ? rules.reviewersNeeded : Math.max(rules.reviewersNeeded, COST_REVIEWERS);
}

/** The newest review of each person: what somebody said before no longer counts. */
function newestOfEach<Given extends Review>(reviews: readonly Given[]): Given[] {
  const newest = new Map<string, Given>();
  for (const review of reviews) {
    const known = newest.get(review.accountId);
    if (known === undefined || known.createdAt.getTime() <= review.createdAt.getTime()) {
      newest.set(review.accountId, review);
    }
  }
  return [...newest.values()];
}

/** countedApprovals is the approvals that count now: a merge uses up exactly these. */
export function countedApprovals<Given extends Review>(
  reviews: readonly Given[],
  rules: ReviewRules,
  now: Date,
): Given[] {
  return newestOfEach(reviews).filter(
    (review) => review.decision === "approve" && staleBecause(review, rules, now) === null,
  );
}

/** tallyReviews counts the newest review of each person; one open request for changes blocks. */
export function tallyReviews(reviews: readonly Review[], rules: ReviewRules, now: Date): ReviewTally {
  // Whoever asked was entitled then; losing the role takes nothing from what was found.
  const openRequests = newestOfEach(reviews)
    .filter((review) => review.decision === "request_changes")
    .map((review) => review.accountName);
  const approvals = countedApprovals(reviews, rules, now);
  const openCostReview = costReviewStillOpen(approvals, rules);
  const needed = approvalsNeeded(rules);
  return {
    approvals: approvals.length,
    approvalsNeeded: needed,
    openRequests,
    openCostReview,
    isComplete: openRequests.length === 0 && openCostReview === null && approvals.length >= needed,
  };
}

/** A cost review is done when two people approve and one of them ticked that he looked at the cost. */
function costReviewStillOpen(approvals: readonly Review[], { costReview }: ReviewRules): string | null {
  if (costReview === null) return null;
  const isTicked = approvals.some((review) => review.costReviewed);
  if (isTicked && approvals.length >= COST_REVIEWERS) return null;
  const missing = isTicked
    ? "a second person has to approve"
    : "two people have to approve, and one of them tick it";
  return `Cost review: ${costReview}. ${missing.charAt(0).toUpperCase()}${missing.slice(1)}.`;
}

/** reviewBlockers is what the reviews themselves still hold up; it stops the merge and nobody from approving. */
export function reviewBlockers({ openRequests, openCostReview }: ReviewTally): Blocker[] {
  return [
    ...openRequests.map(
      (name): Blocker => ({ code: "changes_requested", sentence: `${name} requested changes.` }),
    ),
    ...(openCostReview === null ? [] : [{ code: "cost_review" as const, sentence: openCostReview }]),
  ];
}

/** mismatchOf compares what a reviewer names with what is true now: another release is a mismatch, the rest is stale. */
export function mismatchOf(named: ReviewSubject, current: ReviewSubject): Refusal | null {
  if (named.manifestDigest !== current.manifestDigest) {
    return {
      code: "approval-mismatch",
      sentence: "The review names another manifest digest than the promotion has.",
    };
  }
  const changed = [
    named.baseReleaseId !== current.baseReleaseId ? "the base" : null,
    named.policyLabel !== current.policyLabel ? "the policy" : null,
    named.evidenceDigest !== current.evidenceDigest ? "the evidence" : null,
  ].filter((item) => item !== null);
  if (changed.length === 0) return null;
  return {
    code: "approval-stale",
    sentence: `Since the page was read, ${changed.join(" and ")} changed: look again.`,
  };
}
