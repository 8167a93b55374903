import { describe, expect, test } from "vitest";
import { isOpenRollout, nextRolloutState, ROLLOUT_STATES, type RolloutEvent } from "./rollout-state.ts";

const ALLOWED: Record<RolloutEvent["kind"], Record<string, string>> = {
  started: { waiting: "stepping" },
  bake_started: { stepping: "baking" },
  known_good: { baking: "completed" },
  rolled_back: {
    waiting: "rolled_back",
    stepping: "rolled_back",
    baking: "rolled_back",
    paused: "rolled_back",
  },
  superseded: { baking: "superseded" },
  aborted: { waiting: "aborted" },
};
const KINDS: RolloutEvent["kind"][] = [
  "started",
  "bake_started",
  "known_good",
  "rolled_back",
  "superseded",
  "aborted",
];

describe.each(KINDS)("the event %s", (kind) => {
  test.each(ROLLOUT_STATES)("in the state %s", (state) => {
    const expected = ALLOWED[kind][state];
    const next = nextRolloutState(state, { kind });
    if (expected !== undefined) return expect(next).toBe(expected);
    expect(next).toMatchObject({ code: "wrong-state" });
  });
});

test("waiting, stepping, baking and paused rollouts hold their environment", () => {
  expect(ROLLOUT_STATES.filter(isOpenRollout)).toEqual(["waiting", "stepping", "baking", "paused"]);
});
