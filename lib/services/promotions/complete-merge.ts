import type { Transaction } from "../../db/client.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { type Audit, expectOne, transact } from "../../db/transact.ts";
import type { ServiceContext } from "../context.ts";
import { endRollout } from "../rollouts/end-rollout.ts";
import { movePromotion } from "./move-promotion.ts";

/** One step, everything: the controller that walks several steps reads them from the policy. */
const ONE_STEP_BP = [10_000];

/**
 * completeMerge makes a merged pull request true in the runtime: the promotion is merged, desired moves, a baking
 * rollout ends superseded, and the new rollout is created, all in one transaction, so that no reader ever sees one
 * without the other. Doing it again changes nothing.
 */
export async function completeMerge(
  ctx: ServiceContext,
  input: { projectId: string; number: number; mergeCommit: string },
): Promise<void> {
  const { projectId, number, mergeCommit } = input;
  const found = await ctx.db.promotion.findUniqueOrThrow({
    where: { projectId_number: { projectId, number } },
  });
  if (found.state === "merged") return;
  await transact(ctx, async (tx, audit) => {
    const promotion = await tx.promotion.findUniqueOrThrow({
      where: { projectId_number: { projectId, number } },
    });
    const facts = await loadEnvironmentFacts(tx, projectId, promotion.environment);
    const now = ctx.now();
    await movePromotion(
      tx,
      audit,
      promotion,
      { kind: "merged" },
      { change: { mergeCommit, mergedAt: now, lastError: null, nextTryAt: null } },
    );
    await moveDesired(tx, audit, facts, { releaseId: promotion.releaseId, commit: mergeCommit, now });
    if (facts.openRollout !== null) {
      // A baking rollout has been served; one that still waits never was.
      const kind = facts.openRollout.state === "waiting" ? "aborted" : "superseded";
      await endRollout(tx, audit, facts.openRollout, { kind }, now, null);
    }
    await createRollout(tx, audit, promotion, facts, now);
  });
}

/** moveDesired records what git names now, by compare-and-set, with its event. */
export async function moveDesired(
  tx: Transaction,
  audit: Audit,
  facts: EnvironmentFacts,
  desired: { releaseId: string; commit: string; now: Date },
): Promise<void> {
  const { environment } = facts;
  const { count } = await tx.environment.updateMany({
    where: { id: environment.id, version: environment.version },
    data: {
      desiredReleaseId: desired.releaseId,
      desiredCommit: desired.commit,
      desiredAt: desired.now,
      version: { increment: 1 },
    },
  });
  expectOne(count, "environment");
  audit({
    chain: environment.projectId,
    action: "environment.desired_changed",
    resourceKind: "environment",
    resourceId: environment.name,
    environment: environment.name,
    releaseId: desired.releaseId,
    before: { desired: environment.desiredReleaseId, commit: environment.desiredCommit },
    after: { desired: desired.releaseId, commit: desired.commit },
  });
}

async function createRollout(
  tx: Transaction,
  audit: Audit,
  promotion: PromotionModel,
  facts: EnvironmentFacts,
  now: Date,
): Promise<void> {
  const { projectId } = promotion;
  const number = await nextNumber(tx, "rollout", projectId);
  await tx.rollout.create({
    data: {
      projectId,
      number,
      environmentId: facts.environment.id,
      environment: facts.environment.name,
      promotionNumber: promotion.number,
      candidateReleaseId: promotion.releaseId,
      controlReleaseId: facts.allocation?.controlReleaseId ?? null,
      state: "waiting",
      stepsBp: ONE_STEP_BP,
      createdAt: now,
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
      control: facts.allocation?.controlReleaseId ?? null,
    },
  });
  await addJob(tx, "advance-rollout", { projectId, number });
}
