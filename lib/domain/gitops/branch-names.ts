/** promotionBranch is the one branch of a promotion: a repeated job finds it instead of making another. */
export function promotionBranch(environment: string, releaseId: string, promotionNumber: number): string {
  return `tupelo/promote/${environment}/${releaseId}-${promotionNumber}`;
}

/** reconciliationBranch is the one branch of a reconciliation. */
export function reconciliationBranch(environment: string, reconciliationNumber: number): string {
  return `tupelo/reconcile/${environment}-${reconciliationNumber}`;
}
