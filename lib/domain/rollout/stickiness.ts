/** What an environment routed to from a moment on. */
export type AllocationStep = {
  environment: string;
  at: Date;
  rolloutNumber: number | null;
  controlReleaseId: string | null;
  candidateReleaseId: string | null;
  shareBp: number;
};

/** One call to a subject, as far as stickiness is concerned. */
export type ServedCall = { environment: string | null; releaseId: string | null; startedAt: Date };

/** A subject was served by an arm of a rollout while the candidate's share was `shareBp`, seen to the arm's favour. */
export type ArmSighting = { rolloutNumber: number; arm: "control" | "candidate"; shareBp: number };

/** Gateways follow a change within seconds, and clocks differ: around a change both shares count. */
const SLACK_MS = 10_000;

/**
 * findArmSighting says by which arm of which rollout a call was served, going by its release. Null where no two arms
 * were open then, or the release was neither. `steps` are an environment's allocations, oldest first.
 */
export function findArmSighting(steps: readonly AllocationStep[], call: ServedCall): ArmSighting | null {
  const atMs = call.startedAt.getTime();
  let found: ArmSighting | null = null;
  for (const [index, step] of steps.entries()) {
    const endMs = steps[index + 1]?.at.getTime() ?? Number.POSITIVE_INFINITY;
    if (step.at.getTime() > atMs + SLACK_MS || endMs <= atMs - SLACK_MS) continue;
    const sighting = sightingOf(step, call);
    if (sighting === null) continue;
    if (found === null || found.rolloutNumber !== sighting.rolloutNumber) found = sighting;
    else found = { ...sighting, shareBp: kinderShare(sighting.arm, found.shareBp, sighting.shareBp) };
  }
  return found;
}

function sightingOf(step: AllocationStep, call: ServedCall): ArmSighting | null {
  const { rolloutNumber, shareBp } = step;
  if (rolloutNumber === null || step.candidateReleaseId === null || step.controlReleaseId === null)
    return null;
  if (call.releaseId === step.candidateReleaseId) return { rolloutNumber, arm: "candidate", shareBp };
  return call.releaseId === step.controlReleaseId ? { rolloutNumber, arm: "control", shareBp } : null;
}

function kinderShare(arm: ArmSighting["arm"], left: number, right: number): number {
  return arm === "control" ? Math.min(left, right) : Math.max(left, right);
}

/** What is known of one subject in one rollout; null where the arm never served it. */
export type SubjectShares = { controlShareBp: number | null; candidateShareBp: number | null };

/** addSighting keeps of each arm what tells the most: the greatest share that left the subject at control, the least that took it. Order does not matter. */
export function addSighting(shares: SubjectShares, { arm, shareBp }: ArmSighting): SubjectShares {
  if (arm === "control")
    return { ...shares, controlShareBp: Math.max(shares.controlShareBp ?? shareBp, shareBp) };
  return { ...shares, candidateShareBp: Math.min(shares.candidateShareBp ?? shareBp, shareBp) };
}

/**
 * isStickinessViolation says whether no position explains what a subject saw. A sticky subject has one position: at
 * control it lies at or above the share, at the candidate below it. Raising the share moves it over once and for all.
 */
export function isStickinessViolation({ controlShareBp, candidateShareBp }: SubjectShares): boolean {
  return controlShareBp !== null && candidateShareBp !== null && controlShareBp >= candidateShareBp;
}
