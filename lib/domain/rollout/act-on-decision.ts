import { assertNever } from "../assert-never.ts";
import type { RolloutState } from "./rollout-state.ts";

/** What a controller decides about one window. */
export const DECISION_ACTIONS = ["continue", "hold", "pause_for_review", "rollback"] as const;
export type DecisionAction = (typeof DECISION_ACTIONS)[number];

/** What a decision does to its rollout. */
export type DecisionAct = "none" | "advance" | "complete" | "pause" | "roll_back";

export type GivenDecision = {
  action: DecisionAction;
  mayAdvanceStep: boolean;
  /** It judges a window, and none that ends later was decided about before. */
  isNewestWindow: boolean;
};

/** What a decision finds, read after the environment was locked. */
export type DecidedRollout = {
  state: RolloutState;
  isBakeOver: boolean;
  /** The stored decisions vouch for the whole bake (isBakeJudged). */
  isBakeJudged: boolean;
  hasTarget: boolean;
  /** The candidate; quarantine is per project, so it may have been set in another environment. */
  isQuarantined: boolean;
  hasOpenReconciliation: boolean;
};

/**
 * actOnDecision says what a decision does, by what it finds. Only a person leads out of a pause; a rollback comes
 * before everything, and without a target the rollout is paused for a person instead, a bake included. Nothing goes
 * on with a quarantined release (it is paused), while git and runtime disagree (it is held), or by an older window.
 */
export function actOnDecision(decision: GivenDecision, rollout: DecidedRollout): DecisionAct {
  const { state } = rollout;
  const runs = state === "stepping" || state === "baking";
  switch (decision.action) {
    case "hold":
      return "none";
    case "continue":
      return goOn(decision, rollout);
    case "pause_for_review":
      return runs ? "pause" : "none";
    case "rollback":
      if (!runs && state !== "paused") return "none";
      if (rollout.hasTarget) return "roll_back";
      return runs ? "pause" : "none";
    default:
      return assertNever(decision.action);
  }
}

/** Time alone completes nothing: the windows of the bake were judged, or a reviewer says so. */
function goOn(decision: GivenDecision, rollout: DecidedRollout): DecisionAct {
  const leadsOn = rollout.state === "stepping" || (rollout.state === "baking" && rollout.isBakeOver);
  if (!leadsOn || !decision.mayAdvanceStep || !decision.isNewestWindow) return "none";
  if (rollout.isQuarantined) return "pause";
  if (rollout.hasOpenReconciliation) return "none";
  if (rollout.state === "stepping") return "advance";
  return rollout.isBakeJudged ? "complete" : "none";
}

/** whyPaused says to people why a decision paused its rollout. */
export function whyPaused(decision: { action: DecisionAction; reasonCodes: readonly string[] }): string {
  const codes = decision.reasonCodes.join(", ");
  switch (decision.action) {
    case "continue":
      return "the release was quarantined meanwhile.";
    case "rollback":
      return `${codes}. It has to be rolled back, and there is no earlier release to go back to.`;
    case "hold":
    case "pause_for_review":
      return codes;
    default:
      return assertNever(decision.action);
  }
}
