import { describe, expect, test } from "vitest";
import { ROLLOUT_STATES, type RolloutState } from "./rollout-state.ts";
import { refuseSteering, STEERING_ACTS, type SteeringAct, type SteeringFacts } from "./steer-rules.ts";

const FACTS: SteeringFacts = {
  state: "stepping",
  hasAllSubjects: false,
  isAuthor: false,
  isQuarantined: false,
  openReconciliation: null,
  controlReleaseId: "698df6d7ad",
  isControlQuarantined: false,
};
const ALLOWED: Record<SteeringAct, RolloutState[]> = {
  pause: ["stepping", "baking"],
  resume: ["paused"],
  advance: ["stepping"],
  promote_now: ["stepping", "paused"],
  abort: ["waiting", "stepping", "baking", "paused"],
};
const stateFor = (act: SteeringAct): RolloutState => (act === "resume" ? "paused" : "stepping");

describe.each(STEERING_ACTS)("to %s by hand", (act) => {
  test("is allowed in its states and in no other", () => {
    const allowed = ROLLOUT_STATES.filter((state) => refuseSteering(act, { ...FACTS, state }) === null);
    expect([...allowed].sort()).toEqual([...ALLOWED[act]].sort());
  });

  test.each([
    { name: "an author", change: { isAuthor: true }, code: "self-approval" },
    { name: "a quarantined release", change: { isQuarantined: true }, code: "blocked" },
    { name: "an open reconciliation", change: { openReconciliation: { number: 2 } }, code: "blocked" },
  ])("with $name is refused only where more subjects would get the candidate", ({ change, code }) => {
    const refusal = refuseSteering(act, { ...FACTS, state: stateFor(act), ...change });
    const isStopping = act === "pause" || act === "abort";
    expect(refusal?.code).toBe(isStopping ? undefined : code);
  });
});

test("what bakes while it is paused is resumed, not promoted again", () => {
  const paused: SteeringFacts = { ...FACTS, state: "paused", hasAllSubjects: true };
  expect(refuseSteering("promote_now", paused)?.code).toBe("wrong-state");
  expect(refuseSteering("resume", paused)).toBeNull();
});

describe("aborting a first release", () => {
  test.each([
    { state: "waiting", code: undefined },
    { state: "stepping", code: "invalid-target" },
    { state: "baking", code: "invalid-target" },
  ] as const)("that is $state", ({ state, code }) => {
    expect(refuseSteering("abort", { ...FACTS, state, controlReleaseId: null })?.code).toBe(code);
  });

  test("or one whose control is quarantined is refused: a rollback names another target", () => {
    expect(refuseSteering("abort", { ...FACTS, isControlQuarantined: true })?.code).toBe("invalid-target");
  });
});
