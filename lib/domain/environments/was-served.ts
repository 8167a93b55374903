import type { Allocation } from "./allocation.ts";

/**
 * provedIn says whether a release has been served to all in an environment, as `after:` asks: all have it now, or its
 * rollout there came to its end. One that was taken back since has to prove itself again.
 */
export function provedIn(
  facts: {
    allocation: Pick<Allocation, "controlReleaseId" | "candidateReleaseId" | "shareBp"> | null;
    /** When its newest rollout there completed; null for never. */
    completedAt: Date | null;
    /** When it was last taken back there, by whomever; null for never. */
    takenBackAt: Date | null;
  },
  releaseId: string,
): boolean {
  const { allocation, completedAt, takenBackAt } = facts;
  if (allocation !== null && hasAll(allocation, releaseId)) return true;
  if (completedAt === null) return false;
  return takenBackAt === null || takenBackAt.getTime() < completedAt.getTime();
}

function hasAll(
  {
    controlReleaseId,
    candidateReleaseId,
    shareBp,
  }: Pick<Allocation, "controlReleaseId" | "candidateReleaseId" | "shareBp">,
  releaseId: string,
): boolean {
  if (candidateReleaseId === releaseId) return shareBp === 10_000;
  return controlReleaseId === releaseId && shareBp === 0;
}
