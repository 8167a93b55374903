/** What gateways route to. Control is empty only before an environment's first release. */
export type Allocation = {
  version: number;
  controlReleaseId: string | null;
  candidateReleaseId: string | null;
  /** Share of subjects that get the candidate, in basis points (10,000 = all). */
  shareBp: number;
  cause: string;
};

/** servedReleaseId is the release that most subjects get: the candidate only once it has every subject. */
export function servedReleaseId(
  allocation: Pick<Allocation, "controlReleaseId" | "candidateReleaseId" | "shareBp">,
) {
  if (allocation.candidateReleaseId !== null && allocation.shareBp === 10_000)
    return allocation.candidateReleaseId;
  return allocation.controlReleaseId;
}

/**
 * expectedInGit is the release that main has to name: the candidate of the open rollout, because its merge made the
 * rollout, else what is served.
 */
export function expectedInGit(facts: {
  allocation: Parameters<typeof servedReleaseId>[0] | null;
  openRolloutCandidateId: string | null;
}): string | null {
  if (facts.openRolloutCandidateId !== null) return facts.openRolloutCandidateId;
  return facts.allocation === null ? null : servedReleaseId(facts.allocation);
}

/**
 * isDrift says whether git is explained by neither arm: desired is not the open rollout's candidate and not what an
 * environment without a rollout serves. A running canary is not drift; a line taken out of git is.
 */
export function isDrift(facts: {
  desiredReleaseId: string | null;
  allocation: Allocation | null;
  openRolloutCandidateId: string | null;
}): boolean {
  return facts.desiredReleaseId !== expectedInGit(facts);
}
