/**
 * promotionBase is the release that a promotion is composed on and compared with: what git desires, or what is served
 * while git names something that nobody reviewed. So asking for a review of exactly that is possible.
 */
export function promotionBase(facts: {
  desiredReleaseId: string | null;
  servedReleaseId: string | null;
  /** The kind of the open reconciliation; null where none is open. */
  openReconciliation: string | null;
}): string | null {
  return facts.openReconciliation === "unreviewed_change" ? facts.servedReleaseId : facts.desiredReleaseId;
}
