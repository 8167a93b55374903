import {
  DECISION_ACTIONS,
  type DecidedRollout,
  type DecisionAction,
  type GivenDecision,
} from "../../domain/rollout/act-on-decision.ts";
import { type DecidedWindow, isBakeJudged } from "../../domain/rollout/judged-bake.ts";
import { rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import type { Reader } from "../client.ts";
import type { RolloutModel } from "../generated/models.ts";
import type { EnvironmentFacts } from "./environment-facts.ts";
import { wayBackOf } from "./way-back.ts";

type Given = {
  rollout: RolloutModel;
  facts: EnvironmentFacts;
  decision: { action: DecisionAction; mayAdvanceStep: boolean; windowEndAt: Date | null };
  now: Date;
};

/** decisionFacts is what actOnDecision needs to know of a decision and of the rollout that it is about. */
export async function decisionFacts(
  db: Reader,
  given: Given,
): Promise<{ decision: GivenDecision; rollout: DecidedRollout }> {
  const { rollout, facts, decision, now } = given;
  const isBakeOver = rollout.bakeUntil !== null && rollout.bakeUntil.getTime() <= now.getTime();
  return {
    decision: { ...decision, isNewestWindow: await isNewest(db, given) },
    rollout: {
      state: rolloutStateOf(rollout),
      isBakeOver,
      // Thousands of windows are read only where they decide something.
      isBakeJudged: isBakeOver && decision.action === "continue" && (await isJudged(db, given)),
      hasTarget: wayBackOf(facts).target !== null,
      isQuarantined: facts.quarantined.has(rollout.candidateReleaseId),
      hasOpenReconciliation: facts.openReconciliation !== null,
    },
  };
}

async function isNewest(db: Reader, { rollout, decision }: Given): Promise<boolean> {
  if (decision.windowEndAt === null) return false;
  const { projectId, number: rolloutNumber } = rollout;
  const later = await db.decision.count({
    where: { projectId, rolloutNumber, windowEndAt: { gte: decision.windowEndAt } },
  });
  return later === 0;
}

async function isJudged(db: Reader, { rollout, decision }: Given): Promise<boolean> {
  const { projectId, number: rolloutNumber, bakingSince, bakeUntil } = rollout;
  if (bakingSince === null || bakeUntil === null) return false;
  const rows = await db.decision.findMany({
    where: { projectId, rolloutNumber, windowEndAt: { gt: bakingSince } },
    orderBy: { windowEndAt: "asc" },
    select: { action: true, windowEndAt: true },
  });
  const stored = rows.flatMap(({ action, windowEndAt }) => windowOf(action, windowEndAt));
  // Rollouts from before the hours were stored say only until when they bake.
  const bakeHours = rollout.bakeHours ?? (bakeUntil.getTime() - bakingSince.getTime()) / 3_600_000;
  const windowsOldestFirst = [...stored, ...windowOf(decision.action, decision.windowEndAt)];
  return isBakeJudged({ bakingSince, bakeHours, windowsOldestFirst });
}

function windowOf(action: string, endAt: Date | null): DecidedWindow[] {
  const known = DECISION_ACTIONS.find((one) => one === action);
  return known === undefined || endAt === null ? [] : [{ action: known, endAt }];
}
