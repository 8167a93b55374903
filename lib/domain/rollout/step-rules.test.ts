import { describe, expect, test } from "vitest";
import { isStepOverdue, type StepFacts, whyNotAdvance } from "./step-rules.ts";

const now = new Date("2026-04-10T14:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const READY: StepFacts = {
  stepStartedAt: minutesAgo(30),
  minStepMinutes: 30,
  samples: 100,
  minSamples: 100,
  streak: 0,
  hasMissingWindow: false,
  isSampleRatioFine: true,
  isPaused: false,
  now,
};

describe("a step", () => {
  test("that has its time, samples and windows may be followed by the next", () => {
    expect(whyNotAdvance(READY)).toEqual([]);
  });

  test.each([
    { name: "too young by a minute", change: { stepStartedAt: minutesAgo(29) }, says: "1 min more" },
    { name: "short of a sample", change: { samples: 99 }, says: "99 of 100" },
    { name: "in a streak", change: { streak: 1 }, says: "1 windows in a row" },
    { name: "with a missing window", change: { hasMissingWindow: true }, says: "missing" },
    { name: "with a wrong sample ratio", change: { isSampleRatioFine: false }, says: "shares" },
    { name: "paused", change: { isPaused: true }, says: "paused" },
  ])("$name stays", ({ change, says }) => {
    const [first, ...more] = whyNotAdvance({ ...READY, ...change });
    expect(first).toContain(says);
    expect(more).toEqual([]);
  });

  test.each([
    { name: "without samples for 24 hours is overdue", minutes: 24 * 60, samples: 99, overdue: true },
    { name: "without samples a minute less is not", minutes: 24 * 60 - 1, samples: 99, overdue: false },
    { name: "with its samples never is", minutes: 99 * 60, samples: 100, overdue: false },
  ])("$name", ({ minutes, samples, overdue }) => {
    const facts = { stepStartedAt: minutesAgo(minutes), maxStepHours: 24, samples, minSamples: 100, now };
    expect(isStepOverdue(facts)).toBe(overdue);
  });
});
