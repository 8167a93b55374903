import { createId } from "../../db/create-id.ts";
import { wayBackOf } from "../../db/queries/way-back.ts";
import { appendAllocation } from "../../db/repositories/allocations.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { assertNever } from "../../domain/assert-never.ts";
import type { ServiceContext } from "../context.ts";
import { quarantineRelease } from "../quarantine/quarantine-release.ts";
import { openReconciliation } from "../reconciliations/open-reconciliation.ts";
import { endRollout } from "../rollouts/end-rollout.ts";
import type { RollbackCause, RollbackWork } from "./rollback-work.ts";
import { tellRolledBack } from "./tell-rolled-back.ts";

export type RollbackDone = {
  servedReleaseId: string;
  allocationVersion: number;
  reconciliationNumber: number | null;
  quarantinedReleaseId: string | null;
};

/**
 * applyRollback takes an environment back in the caller's transaction: allocation, record, rollout's end, quarantine,
 * reconciliation with its job, news, and each one's audit event. It never waits for git. Errors: version-conflict.
 */
export async function applyRollback(running: ServiceContext, work: RollbackWork): Promise<RollbackDone> {
  const { tx, audit, project, facts, to, reason } = work;
  const now = running.now();
  // Its records say one moment, so that whoever compares them finds them together.
  const ctx = { ...running, now: () => now };
  const { served, leaving } = wayBackOf(facts);
  // Where what is served stays, it is the candidate that waits which is not gone on with.
  const from = (leaving === to ? facts.openRollout?.candidateReleaseId : leaving) ?? to;
  const allocationVersion = await moveTraffic(ctx, work, from);
  audit({
    chain: project.id,
    action: "environment.rolled_back",
    resourceKind: "environment",
    resourceId: facts.environment.name,
    environment: facts.environment.name,
    releaseId: to,
    before: { served, left: from, allocationVersion: facts.environment.allocationVersion },
    after: { served: to, allocationVersion, cause: work.cause, proof: work.proof },
    reason,
  });
  if (facts.openRollout !== null) {
    // One that waits was served to nobody: it is no release that was taken back.
    const kind = facts.openRollout.state === "waiting" ? "aborted" : work.rolloutEvent;
    await endRollout(tx, audit, facts.openRollout, { kind }, now, rolloutEndReason(work));
  }
  if (work.quarantines) {
    const { name: environment } = facts.environment;
    await quarantineRelease(tx, audit, { project, releaseId: from, environment, reason, now });
  }
  const reconciliationNumber = await openReconciliation(tx, audit, {
    ctx,
    project,
    facts,
    servedReleaseId: to,
    reason,
    isBreakGlass: work.cause === "break_glass",
  });
  await tellRolledBack(ctx, work, { from, allocationVersion });
  return {
    servedReleaseId: to,
    allocationVersion,
    reconciliationNumber,
    quarantinedReleaseId: work.quarantines ? from : null,
  };
}

async function moveTraffic(ctx: ServiceContext, work: RollbackWork, from: string): Promise<number> {
  const { tx, project, facts, to } = work;
  const { environment } = facts;
  const now = ctx.now();
  const cause = allocationCause(work.cause);
  // What a reviewer said of the cooldown before does not end this one's, whatever the clocks say.
  if (cause === "rollback")
    await tx.environment.update({ where: { id: environment.id }, data: { cooldownEndedAt: null } });
  const allocationVersion = await appendAllocation(tx, {
    environmentId: environment.id,
    projectId: project.id,
    expectedVersion: environment.allocationVersion,
    controlReleaseId: to,
    candidateReleaseId: null,
    shareBp: 0,
    cause,
    now,
  });
  await tx.rollback.create({
    data: {
      id: createId("rbk", now),
      projectId: project.id,
      environment: environment.name,
      fromReleaseId: from,
      toReleaseId: to,
      actor: principalRef(ctx.principal),
      actorName: ctx.principal.name,
      reason: work.reason,
      decisionId: work.decisionId,
      provedAt: ctx.principal.kind === "account" ? ctx.principal.provedAt : null,
      proof: work.proof,
      cause: work.cause,
      allocationVersion,
      createdAt: now,
    },
  });
  return allocationVersion;
}

function allocationCause(cause: RollbackCause): string {
  switch (cause) {
    case "break_glass":
    case "controller":
      return "rollback";
    case "abort":
      return "abort";
    case "followed_revert":
      return "followed_revert";
    default:
      return assertNever(cause);
  }
}

/** A revert by hand in git is why a rollout ended, in one word; the rest of the sentence is in the event beside it. */
function rolloutEndReason({ cause, reason }: RollbackWork): string {
  return cause === "followed_revert" ? "git" : reason;
}
