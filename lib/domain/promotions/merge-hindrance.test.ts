import { expect, test } from "vitest";
import { mergeHindrance } from "./merge-hindrance.ts";

const free = { approveBlockers: [], mergeBlockers: [], isComplete: true, isOnMain: false };
const moved = { code: "base_moved", sentence: "The base moved." } as const;
const frozen = { code: "frozen", sentence: "Frozen until 15:00." } as const;
const rolling = { code: "rollout_open", sentence: "Rollout #2 is stepping." } as const;

test.each([
  { name: "nothing", change: {}, kind: undefined },
  {
    name: "what stops an approval",
    change: { approveBlockers: [moved], mergeBlockers: [moved] },
    kind: "lost",
  },
  { name: "approvals that do not suffice any more", change: { isComplete: false }, kind: "lost" },
  {
    name: "lost approvals before a freeze",
    change: { isComplete: false, mergeBlockers: [frozen] },
    kind: "lost",
  },
  { name: "a freeze", change: { mergeBlockers: [frozen] }, kind: "held" },
  {
    name: "a freeze, also when main holds it",
    change: { mergeBlockers: [frozen], isOnMain: true },
    kind: "held",
  },
  { name: "an open rollout", change: { mergeBlockers: [rolling] }, kind: "held" },
  {
    name: "nothing of an open rollout once main holds it",
    change: { mergeBlockers: [rolling], isOnMain: true },
    kind: undefined,
  },
  {
    name: "a freeze behind an open rollout once main holds it",
    change: { mergeBlockers: [rolling, frozen], isOnMain: true },
    kind: "held",
  },
])("a merge is hindered by $name", ({ change, kind }) => {
  expect(mergeHindrance({ ...free, ...change })?.kind).toBe(kind);
});
