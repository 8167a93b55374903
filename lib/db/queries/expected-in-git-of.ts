import { expectedInGit } from "../../domain/environments/allocation.ts";
import type { EnvironmentFacts } from "./environment-facts.ts";

/** expectedInGitOf reads off an environment's facts which release main has to name. */
export function expectedInGitOf({
  allocation,
  openRollout,
}: Pick<EnvironmentFacts, "allocation" | "openRollout">): string | null {
  return expectedInGit({ allocation, openRolloutCandidateId: openRollout?.candidateReleaseId ?? null });
}
