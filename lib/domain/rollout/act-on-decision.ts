import { assertNever } from "../assert-never.ts";
import type { RolloutState } from "./rollout-state.ts";

/** What a controller decides about one window. */
export const DECISION_ACTIONS = ["continue", "hold", "pause_for_review", "rollback"] as const;
export type DecisionAction = (typeof DECISION_ACTIONS)[number];

/** What a decision does to its rollout. */
export type DecisionAct = "none" | "advance" | "complete" | "pause" | "roll_back";

/**
 * actOnDecision says what a decision does, by the state in which it finds the rollout. Only a person leads out of a
 * pause; a rollback comes before everything, and without a target the rollout is paused for a person instead. Time
 * alone completes nothing: it takes a window that was judged, after the bake time.
 */
export function actOnDecision(
  decision: { action: DecisionAction; mayAdvanceStep: boolean },
  rollout: { state: RolloutState; isBakeOver: boolean; hasTarget: boolean },
): DecisionAct {
  const { state } = rollout;
  switch (decision.action) {
    case "hold":
      return "none";
    case "continue":
      if (!decision.mayAdvanceStep) return "none";
      if (state === "stepping") return "advance";
      return state === "baking" && rollout.isBakeOver ? "complete" : "none";
    case "pause_for_review":
      return state === "stepping" ? "pause" : "none";
    case "rollback":
      if (state !== "stepping" && state !== "baking" && state !== "paused") return "none";
      if (rollout.hasTarget) return "roll_back";
      return state === "stepping" ? "pause" : "none";
    default:
      return assertNever(decision.action);
  }
}
