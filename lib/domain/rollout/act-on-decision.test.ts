import { describe, expect, test } from "vitest";
import { actOnDecision, DECISION_ACTIONS, type DecisionAct, type DecisionAction } from "./act-on-decision.ts";
import { ROLLOUT_STATES, type RolloutState } from "./rollout-state.ts";

const DOES: Record<DecisionAction, Partial<Record<RolloutState, DecisionAct>>> = {
  continue: { stepping: "advance", baking: "complete" },
  hold: {},
  pause_for_review: { stepping: "pause" },
  rollback: { stepping: "roll_back", baking: "roll_back", paused: "roll_back" },
};

describe.each(DECISION_ACTIONS)("the decision %s", (action) => {
  test.each(ROLLOUT_STATES)("of a rollout that is %s", (state) => {
    const rollout = { state, isBakeOver: true, hasTarget: true };
    expect(actOnDecision({ action, mayAdvanceStep: true }, rollout)).toBe(DOES[action][state] ?? "none");
  });
});

type Case = {
  name: string;
  action?: DecisionAction;
  mayAdvanceStep?: boolean;
  rollout: Parameters<typeof actOnDecision>[1];
};

describe("a decision", () => {
  const ready = { state: "baking", isBakeOver: true, hasTarget: true } as const;
  test.each<Case>([
    { name: "to continue completes no bake before its time", rollout: { ...ready, isBakeOver: false } },
    { name: "to continue that may not advance does nothing", mayAdvanceStep: false, rollout: ready },
    {
      name: "to roll back a bake without a target waits for a person",
      action: "rollback",
      rollout: { ...ready, hasTarget: false },
    },
  ])("$name", ({ rollout, mayAdvanceStep = true, action = "continue" }) => {
    expect(actOnDecision({ action, mayAdvanceStep }, rollout)).toBe("none");
  });

  test("to roll back a first release pauses it, because there is nothing to go back to", () => {
    const rollout = { state: "stepping", isBakeOver: false, hasTarget: false } as const;
    expect(actOnDecision({ action: "rollback", mayAdvanceStep: false }, rollout)).toBe("pause");
  });
});
