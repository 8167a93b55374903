import { describe, expect, test } from "vitest";
import {
  actOnDecision,
  DECISION_ACTIONS,
  type DecidedRollout,
  type DecisionAct,
  type DecisionAction,
  type GivenDecision,
  whyPaused,
} from "./act-on-decision.ts";
import { ROLLOUT_STATES, type RolloutState } from "./rollout-state.ts";

const DOES: Record<DecisionAction, Partial<Record<RolloutState, DecisionAct>>> = {
  continue: { stepping: "advance", baking: "complete" },
  hold: {},
  pause_for_review: { stepping: "pause", baking: "pause" },
  rollback: { stepping: "roll_back", baking: "roll_back", paused: "roll_back" },
};
const FREE = {
  ...{ isBakeOver: true, isBakeJudged: true, hasTarget: true },
  ...{ isQuarantined: false, hasOpenReconciliation: false },
};
const GO = { action: "continue", mayAdvanceStep: true, isNewestWindow: true } as const;

describe.each(DECISION_ACTIONS)("the decision %s", (action) => {
  test.each(ROLLOUT_STATES)("of a rollout that is %s", (state) => {
    expect(actOnDecision({ ...GO, action }, { ...FREE, state })).toBe(DOES[action][state] ?? "none");
  });
});

type Case = {
  name: string;
  decision?: Partial<GivenDecision>;
  rollout: Partial<DecidedRollout> & { state: RolloutState };
  does: DecisionAct;
};

describe("a decision", () => {
  const [stepping, baking] = [{ state: "stepping" }, { state: "baking" }] as const;
  test.each<Case>([
    { name: "completes no bake before its time", rollout: { ...baking, isBakeOver: false }, does: "none" },
    {
      name: "completes no bake whose windows were not judged",
      rollout: { ...baking, isBakeJudged: false },
      does: "none",
    },
    {
      name: "that may not advance does nothing",
      decision: { mayAdvanceStep: false },
      rollout: baking,
      does: "none",
    },
    ...[stepping, baking].flatMap<Case>(({ state }) => [
      {
        name: `pauses a quarantined release that is ${state} instead of going on`,
        rollout: { state, isQuarantined: true },
        does: "pause",
      },
      {
        name: `holds what is ${state} while a reconciliation is open`,
        rollout: { state, hasOpenReconciliation: true },
        does: "none",
      },
      {
        name: `about no window or an older one leads nothing on that is ${state}`,
        decision: { isNewestWindow: false },
        rollout: { state },
        does: "none",
      },
      {
        name: `to roll back what is ${state} without a target pauses it for a person`,
        decision: { action: "rollback" },
        rollout: { state, hasTarget: false },
        does: "pause",
      },
      {
        name: `of an older window still pauses what is ${state}: stopping is always allowed`,
        decision: { action: "pause_for_review", isNewestWindow: false },
        rollout: { state },
        does: "pause",
      },
    ]),
    {
      name: "to roll back what is paused without a target leaves it to the person who is asked",
      decision: { action: "rollback" },
      rollout: { state: "paused", hasTarget: false },
      does: "none",
    },
    {
      name: "to roll back also goes back while a reconciliation is open",
      decision: { action: "rollback" },
      rollout: { ...stepping, hasOpenReconciliation: true, isQuarantined: true },
      does: "roll_back",
    },
  ])("$name", ({ decision = {}, rollout, does }) => {
    expect(actOnDecision({ ...GO, ...decision }, { ...FREE, ...rollout })).toBe(does);
  });

  test.each([
    { action: "pause_for_review", says: "latency, errors" },
    { action: "rollback", says: "there is no earlier release" },
    { action: "continue", says: "quarantined" },
  ] as const)("to $action that paused says why", ({ action, says }) => {
    expect(whyPaused({ action, reasonCodes: ["latency", "errors"] })).toContain(says);
  });
});
