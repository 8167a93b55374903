import type { Blocker } from "../gates/blockers.ts";

/**
 * What keeps an approved promotion from becoming desired: `lost` takes another review, `held` passes by itself or by
 * somebody's act elsewhere.
 */
export type MergeHindrance = { kind: "lost" | "held"; sentence: string };

/**
 * mergeHindrance says why an approved promotion may not be merged now, or may not be served although main holds it;
 * null when it may. It asks what an approval asked (`approveBlockers`, the reviews), and then what only the merge asks.
 */
export function mergeHindrance(facts: {
  approveBlockers: readonly Blocker[];
  mergeBlockers: readonly Blocker[];
  /** Of the approvals that count now (tallyReviews). */
  isComplete: boolean;
  /** Main holds the merge already: what an open rollout has to say about that is its own transition. */
  isOnMain: boolean;
}): MergeHindrance | null {
  const [lost] = facts.approveBlockers;
  if (lost !== undefined) return { kind: "lost", sentence: lost.sentence };
  if (!facts.isComplete)
    return { kind: "lost", sentence: "The approval no longer covers what would be merged." };
  const held = facts.mergeBlockers.find(({ code }) => !(facts.isOnMain && code === "rollout_open"));
  return held === undefined ? null : { kind: "held", sentence: held.sentence };
}
