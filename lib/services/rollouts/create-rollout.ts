import type { Transaction } from "../../db/client.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { readPolicyOf } from "../../db/queries/read-policy.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import type { Audit } from "../../db/transact.ts";

/** A first release has no control that could keep the other subjects. */
const ONE_STEP_BP = [10_000];

/**
 * createRollout opens the way of a merged promotion's release to its users, with the steps and times of the release's
 * own policy as it is now: a policy that changes later counts for the next rollout.
 */
export async function createRollout(
  tx: Transaction,
  audit: Audit,
  promotion: PromotionModel,
  facts: EnvironmentFacts,
  now: Date,
): Promise<void> {
  const { projectId } = promotion;
  const number = await nextNumber(tx, "rollout", projectId);
  const { policy, label } = await readPolicyOf(tx, projectId, promotion.releaseId);
  const controlReleaseId = facts.allocation?.controlReleaseId ?? null;
  const stepsBp = controlReleaseId === null ? ONE_STEP_BP : policy.rollout.stepsBp;
  await tx.rollout.create({
    data: {
      ...{ projectId, number, controlReleaseId, stepsBp, createdAt: now },
      environmentId: facts.environment.id,
      environment: facts.environment.name,
      promotionNumber: promotion.number,
      candidateReleaseId: promotion.releaseId,
      state: "waiting",
      policyLabel: label,
      bakeHours: policy.rollout.bakeHours,
      salt: policy.rollout.salted ? `${projectId}/${number}` : null,
    },
  });
  audit({
    chain: projectId,
    action: "rollout.created",
    resourceKind: "rollout",
    resourceId: String(number),
    environment: facts.environment.name,
    releaseId: promotion.releaseId,
    after: {
      state: "waiting",
      promotion: promotion.number,
      control: controlReleaseId,
      stepsBp: stepsBp.join(", "),
      policy: label,
    },
  });
  await addJob(tx, "advance-rollout", { projectId, number });
}
