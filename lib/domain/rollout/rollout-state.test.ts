import { describe, expect, test } from "vitest";
import { isOpenRollout, nextRolloutState, ROLLOUT_STATES, type RolloutEvent } from "./rollout-state.ts";

const EVERY_OPEN = (to: string) => ({ waiting: to, stepping: to, baking: to, paused: to });
const ALLOWED: Record<RolloutEvent["kind"], Record<string, string>> = {
  started: { waiting: "stepping" },
  step_advanced: { stepping: "stepping" },
  bake_started: { stepping: "baking", paused: "baking" },
  paused: { stepping: "paused", baking: "paused" },
  resumed: { paused: "stepping" },
  bake_resumed: { paused: "baking" },
  known_good: { baking: "completed" },
  rolled_back: EVERY_OPEN("rolled_back"),
  superseded: { baking: "superseded" },
  aborted: EVERY_OPEN("aborted"),
};
const KINDS: RolloutEvent["kind"][] = [
  "started",
  "step_advanced",
  "bake_started",
  "paused",
  "resumed",
  "bake_resumed",
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
