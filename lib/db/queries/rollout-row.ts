import type { RolloutRow } from "../../contracts/rollouts.ts";
import { rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import type { RolloutModel } from "../generated/models.ts";

/** rolloutRow is a rollout as the API shows it; `waits` says in words what keeps it from starting. */
export function rolloutRow(row: RolloutModel, waits: string | null): RolloutRow {
  const at = (date: Date | null) => date?.toISOString() ?? null;
  return {
    number: row.number,
    environment: row.environment,
    promotionNumber: row.promotionNumber,
    candidateReleaseId: row.candidateReleaseId,
    controlReleaseId: row.controlReleaseId,
    state: rolloutStateOf(row),
    stepsBp: row.stepsBp,
    stepIndex: row.stepIndex,
    policyLabel: row.policyLabel,
    createdAt: row.createdAt.toISOString(),
    startedAt: at(row.startedAt),
    stepStartedAt: at(row.stepStartedAt),
    bakingSince: at(row.bakingSince),
    bakeUntil: at(row.bakeUntil),
    pausedAt: at(row.pausedAt),
    pausedByName: row.pausedByName,
    pauseReason: row.pauseReason,
    endedAt: at(row.endedAt),
    endReason: row.endReason,
    version: row.version,
    waitsFor: waits,
  };
}
