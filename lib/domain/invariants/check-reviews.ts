import type { AllocationFact, InvariantFacts, PromotionFact } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

/** checkReviews (I7): each way into production has its review by somebody else; each way back leads to what was served. */
export function checkReviews(facts: InvariantFacts): Violation[] {
  return facts.allocations.flatMap((row) => {
    const sentence = whyNot(facts, row);
    if (sentence === null) return [];
    return [{ invariant: "I7", subject: `${row.environment} version ${row.version}`, sentence } as const];
  });
}

function whyNot(facts: InvariantFacts, row: AllocationFact): string | null {
  switch (row.cause) {
    case "adopted":
      return row.version === 1 ? null : "It was adopted although something was served before.";
    case "rollout":
      return whyNotRolledOut(facts, row);
    case "followed_unreviewed":
      return row.environment === "production" ? "Production followed what nobody reviewed." : null;
    default:
      return whyNotBack(facts, row);
  }
}

function whyNotRolledOut(facts: InvariantFacts, row: AllocationFact): string | null {
  const rollout = facts.rollouts.find(({ number }) => number === row.rolloutNumber);
  if (rollout === undefined) return "No rollout is behind it.";
  const served = row.candidateReleaseId ?? row.controlReleaseId;
  if (served !== rollout.candidateReleaseId)
    return `Rollout #${rollout.number} is about ${rollout.candidateReleaseId}, not about ${served}.`;
  if (row.candidateReleaseId !== null && row.controlReleaseId !== rollout.controlReleaseId)
    return `Beside the candidate is ${row.controlReleaseId}, not the rollout's control.`;
  if (wasQuarantined(facts, rollout.candidateReleaseId, row.at)) return `${served} was quarantined.`;
  const promotion = facts.promotions.find(({ number }) => number === rollout.promotionNumber);
  if (promotion === undefined) return `Rollout #${rollout.number} has no promotion.`;
  return whyNotReviewed(facts, promotion, rollout.candidateReleaseId);
}

function whyNotReviewed(facts: InvariantFacts, promotion: PromotionFact, releaseId: string): string | null {
  const { number } = promotion;
  if (promotion.state !== "merged") return `Promotion #${number} is ${promotion.state}.`;
  if (promotion.releaseId !== releaseId) return `Promotion #${number} is about ${promotion.releaseId}.`;
  const release = facts.releases.find(({ id }) => id === releaseId);

  const used = facts.reviews.filter(({ id }) => promotion.consumedReviewIds.includes(id));
  const sound = used.filter(
    (review) =>
      review.promotionNumber === number &&
      review.decision === "approve" &&
      review.manifestDigest === release?.manifestDigest &&
      review.baseReleaseId === promotion.baseReleaseId &&
      !promotion.authorIds.has(review.accountId),
  );
  if (sound.length === 0) return `Promotion #${number} has no approval by another person of exactly this.`;
  if (sound.length < used.length) return `Promotion #${number} used an approval that does not count.`;
  return null;
}

function whyNotBack(facts: InvariantFacts, row: AllocationFact): string | null {
  const earlier = facts.allocations.filter(
    ({ environment, version }) => environment === row.environment && version < row.version,
  );
  const wasServed = earlier.some(
    (before) =>
      before.controlReleaseId === row.controlReleaseId ||
      (before.candidateReleaseId === row.controlReleaseId && before.shareBp === 10_000),
  );
  if (row.candidateReleaseId !== null) return "A way back has no candidate.";
  if (!wasServed) return `It went back to ${row.controlReleaseId}, which was never fully served here.`;
  if (row.controlReleaseId !== null && wasQuarantined(facts, row.controlReleaseId, row.at))
    return `It went back to ${row.controlReleaseId}, which was quarantined.`;
  const behind = facts.rollbacks.some(
    ({ environment, allocationVersion }) =>
      environment === row.environment && allocationVersion === row.version,
  );
  return behind ? null : `No rollback is behind it (cause ${row.cause}).`;
}

function wasQuarantined(facts: InvariantFacts, releaseId: string, at: Date): boolean {
  return facts.quarantines.some(
    (row) =>
      row.releaseId === releaseId &&
      row.since < at &&
      (row.liftedAt === null || row.liftedAt.getTime() > at.getTime()),
  );
}
