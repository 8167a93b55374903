import type { Transaction } from "../../db/client.ts";
import type { RolloutModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { readPolicyOf } from "../../db/queries/read-policy.ts";
import { rolloutWait } from "../../db/queries/rollout-wait.ts";
import { appendAllocation } from "../../db/repositories/allocations.ts";
import { type Audit, expectOne, transact } from "../../db/transact.ts";
import type { PromotionPolicy } from "../../domain/policy/schema.ts";
import { nextRolloutState, rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import type { ServiceContext } from "../context.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { acceptState } from "../throw-refusal.ts";
import { endRollout } from "./end-rollout.ts";

/** How long until a rollout that waits is looked at again. */
const LOOK_AGAIN_MS = 30_000;

/**
 * advanceRollout starts a waiting rollout: its one step gives the candidate all subjects, and the bake begins.
 * While the environment cools down after a rollback, the release is quarantined, or git and runtime disagree, it waits
 * and looks again; when git names another release by now it is aborted. Doing it again changes nothing.
 */
export async function advanceRollout(
  ctx: ServiceContext,
  input: { projectId: string; number: number },
): Promise<void> {
  const { projectId, number } = input;
  const rollout = await ctx.db.rollout.findUniqueOrThrow({
    where: { projectId_number: { projectId, number } },
  });
  if (rollout.state !== "waiting") return;
  const policy = await readPolicyOf(ctx.db, projectId, rollout.candidateReleaseId);
  const now = ctx.now();
  try {
    await transact(ctx, (tx, audit) => decide(tx, audit, rollout, { now, policy: policy.policy }));
  } catch (error) {
    if (!(error instanceof NothingToDo)) throw error;
    await addJob(ctx.db, "advance-rollout", input, new Date(Date.now() + LOOK_AGAIN_MS));
  }
}

type Times = { now: Date; policy: PromotionPolicy };

/** What is read here is what is acted on: the environment is locked until the decision is stored. */
async function decide(
  tx: Transaction,
  audit: Audit,
  rollout: RolloutModel,
  { now, policy }: Times,
): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM environment WHERE id = ${rollout.environmentId} FOR UPDATE`;
  const facts = await loadEnvironmentFacts(tx, rollout.projectId, rollout.environment);
  if (rolloutWait(facts, rollout, policy.cooldownMinutes, now) !== null) throw new NothingToDo();
  const { desiredReleaseId } = facts.environment;
  if (desiredReleaseId !== rollout.candidateReleaseId) {
    const reason = `Git names ${desiredReleaseId ?? "nothing"} by now.`;
    return endRollout(tx, audit, rollout, { kind: "aborted" }, now, reason);
  }
  const bakeUntil = new Date(now.getTime() + policy.rollout.bakeHours * 3_600_000);
  await serveCandidate(tx, audit, rollout, { facts, now, bakeUntil });
}

async function serveCandidate(
  tx: Transaction,
  audit: Audit,
  rollout: RolloutModel,
  times: { facts: EnvironmentFacts; now: Date; bakeUntil: Date },
): Promise<void> {
  const { facts } = times;
  const { projectId, number, candidateReleaseId } = rollout;
  const stepping = acceptState(nextRolloutState(rolloutStateOf(rollout), { kind: "started" }));
  const baking = acceptState(nextRolloutState(stepping, { kind: "bake_started" }));
  const { count } = await tx.rollout.updateMany({
    where: { projectId, number, version: rollout.version },
    data: {
      state: baking,
      startedAt: times.now,
      bakingSince: times.now,
      bakeUntil: times.bakeUntil,
      version: { increment: 1 },
    },
  });
  expectOne(count, "rollout");
  const allocationVersion = await appendAllocation(tx, {
    environmentId: rollout.environmentId,
    projectId,
    expectedVersion: facts.environment.allocationVersion,
    controlReleaseId: candidateReleaseId,
    candidateReleaseId: null,
    shareBp: 0,
    cause: "rollout",
    rolloutNumber: number,
    now: times.now,
  });
  const common = { chain: projectId, environment: rollout.environment, releaseId: candidateReleaseId };
  const resource = { resourceKind: "rollout", resourceId: String(number) };
  audit({
    ...common,
    ...resource,
    action: "rollout.started",
    before: { state: rollout.state, served: facts.allocation?.controlReleaseId ?? null },
    after: { state: stepping, served: candidateReleaseId, shareBp: 10_000, allocationVersion },
  });
  audit({
    ...common,
    ...resource,
    action: "rollout.baking",
    before: { state: stepping },
    after: { state: baking, bakeUntil: times.bakeUntil.toISOString() },
  });
}
