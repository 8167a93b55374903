import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { rolloutEndpoints } from "../../contracts/rollouts.ts";
import type { Transaction } from "../../db/client.ts";
import type { RolloutModel } from "../../db/generated/models.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { steeringFacts } from "../../db/queries/steering-facts.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { type Audit, transact } from "../../db/transact.ts";
import type { ProjectPermission } from "../../domain/access/permissions.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import { refuseSteering, type SteeringAct } from "../../domain/rollout/steer-rules.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";

type Declaration = typeof rolloutEndpoints.pauseRollout;
export type SteeringInput = { params: ParamsOf<Declaration>; body: BodyOf<Declaration> };
export type Steered = ResponseOf<Declaration>;

/** What an act works with: all read after the environment was locked. */
export type Steering = {
  ctx: ServiceContext;
  tx: Transaction;
  audit: Audit;
  project: Project;
  rollout: RolloutModel;
  facts: EnvironmentFacts;
  reason: string;
};

/**
 * steerRollout is the frame of everything that people do to a rollout by hand: who may, on which version, by which
 * rule, in one transaction. Errors: version-conflict with the current version, wrong-state, self-approval, blocked.
 */
export async function steerRollout(
  ctx: ServiceContext,
  input: SteeringInput,
  act: SteeringAct,
  work: (steering: Steering) => Promise<void>,
): Promise<Steered> {
  const project = await resolveProject(ctx, input.params.project);
  const key = { where: { projectId_number: { projectId: project.id, number: input.params.number } } };
  const found = await ctx.db.rollout.findUnique(key);
  const scope = { projectId: project.id, ...(found === null ? {} : { environment: found.environment }) };
  authorize(ctx, permissionOf(act), scope);
  if (found === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return transact(ctx, async (tx, audit) => {
    const facts = await lockEnvironment(tx, found);
    const rollout = await tx.rollout.findUniqueOrThrow(key);
    if (rollout.version !== input.body.expectedVersion) {
      throw new AppError("version-conflict", "The rollout has changed since you looked; look again.", {
        params: { currentVersion: rollout.version, state: rollout.state },
      });
    }
    throwRefusal(refuseSteering(act, await steeringFacts(tx, rollout, facts, principalRef(ctx.principal))));
    await work({ ctx, tx, audit, project, rollout, facts, reason: input.body.reason });
    return steered(tx, rollout);
  });
}

function permissionOf(act: SteeringAct): ProjectPermission {
  return act === "abort" ? "rollout:abort" : "rollout:steer";
}

async function steered(
  tx: Transaction,
  { projectId, number, environmentId }: RolloutModel,
): Promise<Steered> {
  const row = await tx.rollout.findUniqueOrThrow({ where: { projectId_number: { projectId, number } } });
  const current = await tx.allocation.findFirst({ where: { environmentId }, orderBy: { version: "desc" } });
  return { state: rolloutStateOf(row), version: row.version, shareBp: current?.shareBp ?? 0 };
}
