import type { Transaction } from "../../db/client.ts";
import type { RolloutModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { rolloutWait } from "../../db/queries/rollout-wait.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { type Audit, transact } from "../../db/transact.ts";
import type { ServiceContext } from "../context.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { endRollout } from "./end-rollout.ts";
import { serveStep } from "./serve-step.ts";

/** How long until a rollout that waits is looked at again. */
const LOOK_AGAIN_MS = 30_000;

/**
 * advanceRollout starts a waiting rollout with its first step; one with the single step of all subjects bakes at once.
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
  try {
    await transact(ctx, (tx, audit) => decide(tx, audit, rollout, ctx.now()));
  } catch (error) {
    if (!(error instanceof NothingToDo)) throw error;
    await addJob(ctx.db, "advance-rollout", input, new Date(Date.now() + LOOK_AGAIN_MS));
  }
}

/** What is read here is what is acted on: the environment is locked until the decision is stored. */
async function decide(tx: Transaction, audit: Audit, rollout: RolloutModel, now: Date): Promise<void> {
  const facts = await lockEnvironment(tx, rollout);
  if (rolloutWait(facts, rollout, now) !== null) throw new NothingToDo();
  const { desiredReleaseId } = facts.environment;
  if (desiredReleaseId !== rollout.candidateReleaseId) {
    const reason = `Git names ${desiredReleaseId ?? "nothing"} by now.`;
    return endRollout(tx, audit, rollout, { kind: "aborted" }, now, reason);
  }
  await serveStep(tx, audit, { rollout, facts, stepIndex: 0, action: "rollout.started", reason: null, now });
}
