import { assertNever } from "../assert-never.ts";
import type { Refusal } from "../refusal.ts";

export const ROLLOUT_STATES = [
  "waiting",
  "stepping",
  "baking",
  "completed",
  "paused",
  "rolled_back",
  "aborted",
  "superseded",
] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];

export type RolloutEvent =
  | { kind: "started" }
  /** The candidate gets the next larger share, and control keeps the rest. */
  | { kind: "step_advanced" }
  /** The candidate has every subject; no control is left. */
  | { kind: "bake_started" }
  | { kind: "paused" }
  /** A person lets a paused rollout go on from the step at which it stood, or on with its bake. */
  | { kind: "resumed" }
  | { kind: "bake_resumed" }
  | { kind: "known_good" }
  | { kind: "rolled_back" }
  | { kind: "superseded" }
  /** Somebody stops it, or git no longer names its release: nothing is said about the release itself. */
  | { kind: "aborted" };

/** An open rollout holds its environment; only one may be open. */
export function isOpenRollout(state: RolloutState): boolean {
  return state === "waiting" || state === "stepping" || state === "baking" || state === "paused";
}

/** nextRolloutState is the one way a rollout changes its state. */
export function nextRolloutState(state: RolloutState, event: RolloutEvent): RolloutState | Refusal {
  switch (event.kind) {
    case "started":
      return state === "waiting" ? "stepping" : refuse(state, "start");
    case "step_advanced":
      return state === "stepping" ? "stepping" : refuse(state, "take a step");
    case "bake_started":
      return state === "stepping" || state === "paused" ? "baking" : refuse(state, "begin to bake");
    case "paused":
      return state === "stepping" || state === "baking" ? "paused" : refuse(state, "be paused");
    case "resumed":
      return state === "paused" ? "stepping" : refuse(state, "be resumed");
    case "bake_resumed":
      return state === "paused" ? "baking" : refuse(state, "bake on");
    case "known_good":
      return state === "baking" ? "completed" : refuse(state, "become known good");
    case "rolled_back":
      return isOpenRollout(state) ? "rolled_back" : refuse(state, "be rolled back");
    case "superseded":
      return state === "baking" ? "superseded" : refuse(state, "be superseded");
    case "aborted":
      return isOpenRollout(state) ? "aborted" : refuse(state, "be aborted");
    default:
      return assertNever(event);
  }
}

function refuse(state: RolloutState, what: string): Refusal {
  return { code: "wrong-state", sentence: `A rollout that is ${state.replace("_", " ")} cannot ${what}.` };
}

/** rolloutStateOf reads a stored state; one that is not in the list is a fault of the database. */
export function rolloutStateOf(row: { state: string }): RolloutState {
  const state = ROLLOUT_STATES.find((known) => known === row.state);
  if (state === undefined) throw new Error(`a rollout has the unknown state ${row.state}`);
  return state;
}
