import type { Transaction } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import type { RolloutModel } from "../../db/generated/models.ts";
import { type HeldLease, holdsLease } from "../../db/leases.ts";
import { decisionFacts } from "../../db/queries/decision-facts.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { wayBackOf } from "../../db/queries/way-back.ts";
import { type NewDecision, storeDecision } from "../../db/repositories/decisions.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { retryConflicts } from "../../db/retry-conflicts.ts";
import { type Audit, transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { AppError } from "../../domain/errors.ts";
import { actOnDecision, type DecisionAct, whyPaused } from "../../domain/rollout/act-on-decision.ts";
import type { ServiceContext } from "../context.ts";
import { applyRollback } from "../environments/apply-rollback.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { endRollout } from "./end-rollout.ts";
import { pause } from "./pause-rollout.ts";
import { serveStep } from "./serve-step.ts";

type Input = {
  projectId: string;
  number: number;
  decision: NewDecision;
  /** Of the controller that decided: one that slept past it changes nothing. */
  lease?: HeldLease | undefined;
  /** Of the rollout that was judged: a decision about an earlier state of it changes nothing. */
  expectedVersion?: number | undefined;
};
type Applied = { decisionId: string | null; act: DecisionAct };

/**
 * applyDecision stores what a controller decided and does it, in one transaction. One that changes neither rollout nor
 * allocation writes no audit event. A window that was decided about before, and a rollout that has ended, change nothing.
 * Errors: version-conflict where another controller has taken over, or the rollout has changed since it was judged.
 */
export async function applyDecision(ctx: ServiceContext, input: Input): Promise<Applied> {
  const { projectId, number } = input;
  const key = { where: { projectId_number: { projectId, number } } };
  const found = await ctx.db.rollout.findUniqueOrThrow(key);
  const work = async (tx: Transaction, audit: Audit | null): Promise<Applied> => {
    const facts = await lockEnvironment(tx, found);
    const rollout = await tx.rollout.findUniqueOrThrow(key);
    await refuseOutdated(tx, rollout, input);
    const known = await decisionFacts(tx, { rollout, facts, decision: input.decision, now: ctx.now() });
    const act = actOnDecision(known.decision, known.rollout);
    // What changes nothing is stored by the path without an audit log, and the other way round.
    if ((act === "none") !== (audit === null)) throw new NothingToDo();
    const { row, isNew } = await storeDecision(tx, rollout, input.decision, ctx.now());
    if (!isNew && audit !== null) throw new AlreadyDecided(row.id);
    if (audit !== null) await perform(ctx, { tx, audit, rollout, facts, act, decisionId: row.id, input });
    return { decisionId: row.id, act };
  };
  try {
    return await transact(ctx, work);
  } catch (error) {
    if (error instanceof AlreadyDecided) return { decisionId: error.decisionId, act: "none" };
    if (!(error instanceof NothingToDo)) throw error;
    return retryConflicts(() => ctx.db.$transaction((tx) => work(tx, null)));
  }
}

class AlreadyDecided extends Error {
  readonly decisionId: string;
  constructor(decisionId: string) {
    super("this window was decided about before");
    this.decisionId = decisionId;
  }
}

async function refuseOutdated(tx: Transaction, rollout: RolloutModel, input: Input): Promise<void> {
  const { lease, expectedVersion } = input;
  if (lease !== undefined && !(await holdsLease(tx, lease)))
    throw new AppError("version-conflict", "Another controller has taken over meanwhile.");
  if (expectedVersion !== undefined && expectedVersion !== rollout.version)
    throw new AppError("version-conflict", "The rollout has changed since it was judged; judge it again.");
}

type Work = {
  tx: Transaction;
  audit: Audit;
  rollout: RolloutModel;
  facts: EnvironmentFacts;
  act: DecisionAct;
  decisionId: string;
  input: Input;
};

async function perform(ctx: ServiceContext, work: Work): Promise<void> {
  const { tx, audit, rollout, facts, act } = work;
  const now = ctx.now();
  const reason = work.input.decision.reasonCodes.join(", ");
  switch (act) {
    case "none":
      return;
    case "advance":
      return serveStep(tx, audit, {
        ...{ rollout, facts, reason, now },
        stepIndex: rollout.stepIndex + 1,
        action: "rollout.step_advanced",
      });
    case "pause":
      return pause({ ctx, tx, audit, rollout, reason: whyPaused(work.input.decision) });
    case "complete":
      return complete(ctx, work, reason);
    case "roll_back":
      return rollBackByDecision(ctx, work, reason);
    default:
      return assertNever(act);
  }
}

async function rollBackByDecision(ctx: ServiceContext, work: Work, reason: string): Promise<void> {
  const { tx, audit, facts, decisionId } = work;
  const project = await tx.project.findUniqueOrThrow({ where: { id: work.input.projectId } });
  await applyRollback(ctx, {
    ...{ tx, audit, project, facts, reason, decisionId },
    to: wayBackOf(facts).target ?? "",
    cause: "controller",
    proof: "none",
    rolloutEvent: "rolled_back",
    quarantines: true,
  });
}

/** The windows of the whole bake were judged: the release is known good, by that record. */
async function complete(
  ctx: ServiceContext,
  { tx, audit, rollout, facts }: Work,
  reason: string,
): Promise<void> {
  const now = ctx.now();
  const { projectId, environment, candidateReleaseId: releaseId } = rollout;
  await tx.knownGood.create({
    data: {
      ...{ id: createId("kg", now), projectId, environment, releaseId, reason, createdAt: now },
      cause: "bake",
      actor: principalRef(ctx.principal),
      actorName: ctx.principal.name,
    },
  });
  audit({
    ...{ chain: projectId, environment, releaseId, reason },
    action: "release.known_good",
    resourceKind: "release",
    resourceId: releaseId,
    before: { lastKnownGood: facts.knownGood[0]?.releaseId ?? null },
    after: { lastKnownGood: releaseId },
  });
  await endRollout(tx, audit, rollout, { kind: "known_good" }, now, reason);
}
