import { describe, expect, test } from "vitest";
import { waitsFor } from "./waits-for.ts";

const t0 = new Date("2026-04-10T14:00:00Z");
const inMinutes = (minutes: number) => new Date(t0.getTime() + minutes * 60_000);
const free = {
  isQuarantined: false,
  cooldownUntil: null,
  openReconciliation: null,
  now: t0,
};

describe("a merged release", () => {
  test.each([
    { name: "starts at once where nothing was rolled back", change: {}, expected: null },
    {
      name: "waits out the cooldown after a rollback",
      change: { cooldownUntil: inMinutes(1) },
      expected: "The environment was rolled back: the next rollout starts in 1 min.",
    },
    { name: "starts when the cooldown is over", change: { cooldownUntil: inMinutes(0) }, expected: null },
    {
      name: "waits while git and runtime disagree",
      change: { openReconciliation: { number: 4 } },
      expected: "Reconciliation #4 is open: git has to name what is served first.",
    },
    {
      name: "waits while it is quarantined",
      change: { isQuarantined: true },
      expected: "The release is quarantined: a reviewer has to lift that first.",
    },
  ])("$name", ({ change, expected }) => {
    expect(waitsFor({ ...free, ...change })).toBe(expected);
  });
});
