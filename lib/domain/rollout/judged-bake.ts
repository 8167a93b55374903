import type { DecisionAction } from "./act-on-decision.ts";

/** A decision vouches for so much time before the end of its window: a longer silence was judged by nobody. */
export const MAX_JUDGED_SPAN_MINUTES = 60;

/** A window that a decision was stored about. */
export type DecidedWindow = { action: DecisionAction; endAt: Date };

/**
 * judgedBakeMs is how much of a bake was judged and found fit to go on, in milliseconds: for each `continue` the time
 * since the window before it (or since the bake began), unless that is longer than a decision vouches for. What was
 * held, paused or never looked at does not count.
 */
export function judgedBakeMs(bakingSince: Date, windowsOldestFirst: readonly DecidedWindow[]): number {
  let [before, judged] = [bakingSince.getTime(), 0];
  for (const { action, endAt } of windowsOldestFirst) {
    const span = endAt.getTime() - before;
    if (span <= 0) continue;
    if (action === "continue" && span <= MAX_JUDGED_SPAN_MINUTES * 60_000) judged += span;
    before = endAt.getTime();
  }
  return judged;
}

/** isBakeJudged says whether as much time was judged as the bake has to last. */
export function isBakeJudged(facts: {
  bakingSince: Date;
  bakeHours: number;
  windowsOldestFirst: readonly DecidedWindow[];
}): boolean {
  return judgedBakeMs(facts.bakingSince, facts.windowsOldestFirst) >= facts.bakeHours * 3_600_000;
}

/** bakeUntilAfterPause is when a bake ends that was paused: what remained then remains now. */
export function bakeUntilAfterPause(paused: { bakeUntil: Date; pausedAt: Date; now: Date }): Date {
  const { bakeUntil, pausedAt, now } = paused;
  const remainedMs = Math.max(0, bakeUntil.getTime() - pausedAt.getTime());
  return new Date(now.getTime() + remainedMs);
}
