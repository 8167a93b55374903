import type { Refusal } from "../refusal.ts";
import type { RolloutState } from "./rollout-state.ts";

/** What people do to a rollout by hand. */
export const STEERING_ACTS = ["pause", "resume", "advance", "promote_now", "abort"] as const;
export type SteeringAct = (typeof STEERING_ACTS)[number];

export type SteeringFacts = {
  state: RolloutState;
  /** It bakes, or was paused while it baked. */
  hasAllSubjects: boolean;
  /** Wrote a part of the release, or proposed it. */
  isAuthor: boolean;
  isQuarantined: boolean;
  openReconciliation: { number: number } | null;
  controlReleaseId: string | null;
  isControlQuarantined: boolean;
};

/**
 * refuseSteering says why somebody may not do something to a rollout by hand; null when he may. Whatever brings more
 * subjects to the candidate takes a second person; stopping never does. Roles are asked before this.
 */
export function refuseSteering(act: SteeringAct, facts: SteeringFacts): Refusal | null {
  const wrongState = refuseState(act, facts.state);
  if (wrongState !== null) return wrongState;
  if (act === "pause") return null;
  if (act === "abort") return refuseAbort(facts);
  if (act === "promote_now" && facts.hasAllSubjects)
    return { code: "wrong-state", sentence: "All subjects have it already: resume it, so that it bakes on." };
  if (facts.isAuthor) {
    return {
      code: "self-approval",
      sentence: "You wrote a part of this release: someone else has to do this.",
    };
  }
  if (facts.isQuarantined)
    return { code: "blocked", sentence: "The release is quarantined: a reviewer has to lift that first." };
  if (facts.openReconciliation !== null) {
    const sentence = `Reconciliation #${facts.openReconciliation.number} is open: git has to name what is served first.`;
    return { code: "blocked", sentence };
  }
  return null;
}

const STATES: Record<SteeringAct, readonly RolloutState[]> = {
  pause: ["stepping", "baking"],
  resume: ["paused"],
  advance: ["stepping"],
  promote_now: ["stepping", "paused"],
  abort: ["waiting", "stepping", "paused", "baking"],
};
const WORDS: Record<SteeringAct, string> = {
  pause: "be paused",
  resume: "be resumed",
  advance: "take a step",
  promote_now: "be promoted now",
  abort: "be aborted",
};

function refuseState(act: SteeringAct, state: RolloutState): Refusal | null {
  if (STATES[act].includes(state)) return null;
  return {
    code: "wrong-state",
    sentence: `A rollout that is ${state.replace("_", " ")} cannot ${WORDS[act]}.`,
  };
}

/** A first release has nothing behind it, unless nobody was served yet. */
function refuseAbort({ state, controlReleaseId, isControlQuarantined }: SteeringFacts): Refusal | null {
  if (state === "waiting") return null;
  if (controlReleaseId === null) {
    const sentence = "There is no earlier release to go back to. Disable the flag in the gateway instead.";
    return { code: "invalid-target", sentence };
  }
  if (!isControlQuarantined) return null;
  return {
    code: "invalid-target",
    sentence: `${controlReleaseId} is quarantined: roll back to another release.`,
  };
}
