import { sha256Hex } from "../digest.ts";

/** The arm that answers a user: what is served today, or the release on trial. */
export type ServingArm = "control" | "candidate";

/** What routing needs of an allocation; `shareBp` is the candidate's share in basis points (0 to 10,000). */
export type RoutableAllocation = {
  controlReleaseId: string | null;
  candidateReleaseId: string | null;
  shareBp: number;
};

export type Route = { arm: ServingArm; releaseId: string };

/**
 * positionOf places a subject on the line of 10,000 positions, always the same one.
 * Its hundreds are the article's bucket, so that whole percentages route exactly as the article does.
 */
export function positionOf(subject: string): number {
  const hash = Number.parseInt(sha256Hex(subject).slice(0, 8), 16);
  return (hash % 100) * 100 + (Math.floor(hash / 100) % 100);
}

/**
 * routeSubject says which release answers a subject. Raising the share never moves a subject back to control.
 * Null when the subject's arm has no release: an environment before its first release.
 */
export function routeSubject(allocation: RoutableAllocation, subject: string): Route | null {
  const { controlReleaseId, candidateReleaseId, shareBp } = allocation;
  if (candidateReleaseId !== null && positionOf(subject) < shareBp) {
    return { arm: "candidate", releaseId: candidateReleaseId };
  }
  return controlReleaseId === null ? null : { arm: "control", releaseId: controlReleaseId };
}

/** isSplit says whether subjects are divided between two arms right now. */
export function isSplit(allocation: RoutableAllocation): boolean {
  return allocation.candidateReleaseId !== null && allocation.shareBp > 0 && allocation.shareBp < 10_000;
}
