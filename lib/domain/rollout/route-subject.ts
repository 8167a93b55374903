import { sha256Hex } from "../digest.ts";

/** The arm that answers a user: what is served today, or the release on trial. */
export type ServingArm = "control" | "candidate";

/** What routing needs of an allocation; `shareBp` is the candidate's share in basis points (0 to 10,000). */
export type RoutableAllocation = {
  controlReleaseId: string | null;
  candidateReleaseId: string | null;
  shareBp: number;
  /** Put in front of the subject before it is hashed; nothing is the article's own function. */
  salt?: string | null;
};

export type Route = { arm: ServingArm; releaseId: string };

/** While a rollout is open and allocations cannot be confirmed for this long, everybody gets control. */
export const CANARY_STALE_LIMIT_MS = 300_000;

/**
 * positionOf places a subject on the line of 10,000 positions, always the same one.
 * Its hundreds are the article's bucket, so that whole percentages route exactly as the article does.
 */
export function positionOf(subject: string, salt: string | null = null): number {
  const hash = Number.parseInt(sha256Hex(salt === null ? subject : `${salt}:${subject}`).slice(0, 8), 16);
  return (hash % 100) * 100 + (Math.floor(hash / 100) % 100);
}

/**
 * routeSubject says which release answers a subject. Raising the share never moves a subject back to control; only
 * allocations that nobody could confirm for five minutes (`staleMs`) do. Null when the subject's arm has no release:
 * an environment before its first release.
 */
export function routeSubject(allocation: RoutableAllocation, subject: string, staleMs = 0): Route | null {
  const { controlReleaseId, candidateReleaseId, shareBp, salt = null } = allocation;
  const isTaken = staleMs < CANARY_STALE_LIMIT_MS || controlReleaseId === null;
  if (candidateReleaseId !== null && isTaken && positionOf(subject, salt) < shareBp) {
    return { arm: "candidate", releaseId: candidateReleaseId };
  }
  return controlReleaseId === null ? null : { arm: "control", releaseId: controlReleaseId };
}

/** isShadowed says whether a request is sampled for shadow: by its own id, so that no subject is always or never asked. */
export function isShadowed(sampleBp: number, requestId: string): boolean {
  return positionOf(requestId) < sampleBp;
}

/** isSplit says whether subjects are divided between two arms right now. */
export function isSplit(allocation: RoutableAllocation): boolean {
  return allocation.candidateReleaseId !== null && allocation.shareBp > 0 && allocation.shareBp < 10_000;
}
