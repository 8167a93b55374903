import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { environmentEndpoints } from "../../contracts/environments.ts";
import type { Transaction } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { appendAllocation } from "../../db/repositories/allocations.ts";
import { type Audit, transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { servedReleaseId } from "../../domain/environments/allocation.ts";
import { refuseRollback, rollbackTarget } from "../../domain/environments/rollback-target.ts";
import { refuseWithoutProof } from "../../domain/environments/step-up.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { quarantineRelease } from "../quarantine/quarantine-release.ts";
import { openReconciliation } from "../reconciliations/open-reconciliation.ts";
import { endRollout } from "../rollouts/end-rollout.ts";
import { throwRefusal } from "../throw-refusal.ts";

type RollBack = typeof environmentEndpoints.rollBack;
type Answer = ResponseOf<RollBack>;

/**
 * rollBack moves all traffic of an environment to a release it served before, in one transaction with the rollout's
 * end, the quarantine, the reconciliation and its job. It never waits for git and needs nobody's review: a reason
 * and, from a person, a fresh proof of identity. Errors: step-up-required, version-conflict, invalid-target, no-op.
 */
export async function rollBack(
  ctx: ServiceContext,
  input: { params: ParamsOf<RollBack>; body: BodyOf<RollBack> },
): Promise<Answer> {
  const project = await resolveProject(ctx, input.params.project);
  const environment = input.params.environment;
  authorize(ctx, "environment:rollback", { projectId: project.id, environment });
  const provedAt = ctx.principal.kind === "account" ? ctx.principal.provedAt : null;
  if (ctx.principal.kind === "account") throwRefusal(refuseWithoutProof(provedAt, ctx.now()));
  return transact(ctx, async (tx, audit) => {
    await tx.$queryRaw`SELECT 1 FROM environment WHERE "projectId" = ${project.id} AND name = ${environment} FOR UPDATE`;
    const facts = await loadEnvironmentFacts(tx, project.id, environment);
    const move = decideMove(facts, input.body);
    return applyMove(ctx, { tx, audit, project, facts, move, reason: input.body.reason, provedAt });
  });
}

type Move = { from: string; to: string; expectedVersion: number };

function decideMove(facts: EnvironmentFacts, body: BodyOf<RollBack>): Move {
  const current = facts.environment.allocationVersion;
  if (body.expectedVersion !== current) {
    throw new AppError("version-conflict", "What is served has changed since you looked; look again.", {
      params: {
        currentVersion: current,
        served: facts.allocation ? servedReleaseId(facts.allocation) : null,
      },
    });
  }
  const served = facts.allocation === null ? null : servedReleaseId(facts.allocation);
  const from = facts.openRollout?.candidateReleaseId ?? served;
  const to =
    body.targetReleaseId ??
    rollbackTarget({
      openRolloutControlId: facts.openRollout?.controlReleaseId ?? null,
      knownGood: facts.knownGood,
      servedReleaseId: served,
      quarantined: facts.quarantined,
    });
  throwRefusal(
    refuseRollback({
      targetReleaseId: to,
      leavingReleaseId: from,
      fullyServed: new Set(facts.fullyServed),
      quarantined: facts.quarantined,
    }),
  );
  if (from === null || to === null) throw new AppError("internal", "The rollback has no target.");
  return { from, to, expectedVersion: current };
}

type Work = {
  tx: Transaction;
  audit: Audit;
  project: Project;
  facts: EnvironmentFacts;
  move: Move;
  reason: string;
  provedAt: Date | null;
};

async function applyMove(ctx: ServiceContext, work: Work): Promise<Answer> {
  const { tx, audit, project, facts, move, reason } = work;
  const { environment } = facts;
  const now = ctx.now();
  const allocationVersion = await appendAllocation(tx, {
    environmentId: environment.id,
    projectId: project.id,
    expectedVersion: move.expectedVersion,
    controlReleaseId: move.to,
    candidateReleaseId: null,
    shareBp: 0,
    cause: "rollback",
    now,
  });
  await tx.rollback.create({
    data: {
      id: createId("rbk", now),
      projectId: project.id,
      environment: environment.name,
      fromReleaseId: move.from,
      toReleaseId: move.to,
      actor: principalRef(ctx.principal),
      actorName: ctx.principal.name,
      reason,
      provedAt: work.provedAt,
      allocationVersion,
      createdAt: now,
    },
  });
  audit({
    chain: project.id,
    action: "environment.rolled_back",
    resourceKind: "environment",
    resourceId: environment.name,
    environment: environment.name,
    releaseId: move.to,
    before: {
      served: facts.allocation === null ? null : servedReleaseId(facts.allocation),
      left: move.from,
      allocationVersion: move.expectedVersion,
    },
    after: { served: move.to, allocationVersion },
    reason,
  });
  if (facts.openRollout !== null)
    await endRollout(tx, audit, facts.openRollout, { kind: "rolled_back" }, now, reason);
  await quarantineRelease(tx, audit, {
    project,
    releaseId: move.from,
    environment: environment.name,
    reason,
    now,
  });
  const reconciliationNumber = await openReconciliation(tx, audit, {
    ctx,
    project,
    facts,
    servedReleaseId: move.to,
    reason,
  });
  return {
    servedReleaseId: move.to,
    allocationVersion,
    reconciliationNumber,
    quarantinedReleaseId: move.from,
  };
}
