import fc from "fast-check";
import type { ReviewDecision } from "../../domain/promotions/review-rules.ts";
import { DECISION_ACTIONS, type DecisionAction } from "../../domain/rollout/act-on-decision.ts";
import { STEERING_ACTS, type SteeringAct } from "../../domain/rollout/steer-rules.ts";
import { PROMPTS } from "./motion-world.ts";

/** The world's own prompts, and one that each of the two wrote. */
export const STAGE_PROMPTS = [...PROMPTS, "6", "7"];

/** Who tries something: two people who may do everything but what they wrote themselves, and a key with every scope. */
export type Person = "ada" | "ben";
export type Actor = Person | "key";

export type MotionCommand =
  | { do: "propose"; by: Actor; prompt: string; score: number }
  | { do: "review"; by: Actor; back: number; decision: ReviewDecision }
  | { do: "merge"; back: number }
  | { do: "roll"; back: number }
  | { do: "steer"; by: Actor; act: SteeringAct; back: number }
  | { do: "decide"; action: DecisionAction; mayAdvanceStep: boolean; back: number }
  | { do: "roll_back"; by: Actor; target: string | null }
  | { do: "call_known_good"; by: Actor }
  | { do: "lift_quarantine"; by: Actor; prompt: string }
  | { do: "name_by_hand"; by: Person; prompt: string; hasManifest: boolean }
  | { do: "sync" }
  | { do: "reconcile"; back: number }
  | { do: "pass"; hours: number }
  | UpkeepCommand;

/** What people do around motion: take back, put off, own, and what happens to git meanwhile. */
export type UpkeepCommand =
  | { do: "withdraw"; by: Actor; back: number }
  | { do: "recompose"; by: Actor; back: number }
  | { do: "own_reconciliation"; by: Actor; act: OwnAct; back: number }
  | { do: "end_cooldown"; by: Actor }
  | { do: "freeze"; by: Actor; hours: number }
  | { do: "end_freeze"; by: Actor }
  | { do: "merge_by_hand"; back: number }
  | { do: "break_line"; by: Person }
  | { do: "rewrite_history"; commits: number }
  | { do: "accept_history"; by: Actor }
  | { do: "git_away" }
  | { do: "git_back" };

export const OWN_ACTS = ["restore", "ask_review", "post_review", "take_over", "recheck", "remind"] as const;
export type OwnAct = (typeof OWN_ACTS)[number];

const person = fc.constantFrom<Person>("ada", "ben");
const actor = fc.constantFrom<Actor>("ada", "ben", "key");
const prompt = fc.constantFrom(...STAGE_PROMPTS);
/** How many rows before the newest one. */
const back = fc.constantFrom(0, 0, 0, 1, 2);

function upkeep(): fc.Arbitrary<UpkeepCommand>[] {
  return [
    fc.record({ do: fc.constant("withdraw"), by: actor, back }),
    fc.record({ do: fc.constant("recompose"), by: actor, back }),
    fc.record({ do: fc.constant("own_reconciliation"), by: actor, act: fc.constantFrom(...OWN_ACTS), back }),
    fc.record({ do: fc.constant("end_cooldown"), by: actor }),
    fc.record({ do: fc.constant("freeze"), by: actor, hours: fc.constantFrom(1, 12) }),
    fc.record({ do: fc.constant("end_freeze"), by: actor }),
    fc.record({ do: fc.constant("merge_by_hand"), back }),
    fc.record({ do: fc.constant("break_line"), by: person }),
    fc.record({ do: fc.constant("rewrite_history"), commits: fc.constantFrom(1, 2, 3) }),
    fc.record({ do: fc.constant("accept_history"), by: actor }),
    fc.record({ do: fc.constant("git_away") }),
    fc.record({ do: fc.constant("git_back") }),
    fc.record({ do: fc.constant("git_back") }),
  ];
}

/** Any one command; those that lead on are likelier, so that sequences get somewhere. */
export const anyCommand: fc.Arbitrary<MotionCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("propose"),
      by: actor,
      prompt,
      score: fc.constantFrom(0.3, 0.8, 0.9),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("review"),
      by: actor,
      back,
      decision: fc.constantFrom("approve", "approve", "approve", "request_changes", "reject"),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("merge"), back }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("roll"), back }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("steer"),
      by: actor,
      act: fc.constantFrom(...STEERING_ACTS),
      back,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("decide"),
      action: fc.constantFrom("continue", "continue", ...DECISION_ACTIONS),
      mayAdvanceStep: fc.boolean(),
      back,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("roll_back"), by: actor, target: fc.option(prompt) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("call_known_good"), by: actor }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lift_quarantine"), by: actor, prompt }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("name_by_hand"), by: person, prompt, hasManifest: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("sync") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("reconcile"), back }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass"), hours: fc.constantFrom(1, 13, 49, 73) }) },
  { weight: 6, arbitrary: fc.oneof(...upkeep()) },
);
