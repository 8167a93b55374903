import { rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import type { SteeringFacts } from "../../domain/rollout/steer-rules.ts";
import type { Reader } from "../client.ts";
import type { RolloutModel } from "../generated/models.ts";
import type { EnvironmentFacts } from "./environment-facts.ts";
import { releaseAuthorIds } from "./release-authors.ts";

/** steeringFacts is what the rules of steering need to know of a rollout and of the one who wants to steer it. */
export async function steeringFacts(
  db: Reader,
  rollout: RolloutModel,
  facts: Pick<EnvironmentFacts, "quarantined" | "openReconciliation">,
  principal: string,
): Promise<SteeringFacts> {
  const { projectId, candidateReleaseId, controlReleaseId } = rollout;
  const authorIds = await releaseAuthorIds(db, projectId, candidateReleaseId, controlReleaseId);
  return {
    state: rolloutStateOf(rollout),
    hasAllSubjects: rollout.bakingSince !== null,
    isAuthor: [...authorIds].some((id) => principal === `account:${id}`),
    isQuarantined: facts.quarantined.has(candidateReleaseId),
    openReconciliation: facts.openReconciliation,
    controlReleaseId,
    isControlQuarantined: controlReleaseId !== null && facts.quarantined.has(controlReleaseId),
  };
}
