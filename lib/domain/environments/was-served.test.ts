import { expect, test } from "vitest";
import { provedIn } from "./was-served.ts";

const Z = "f91be2a454";
const at = (hour: number) => new Date(Date.UTC(2026, 3, 10, hour));
const served = (controlReleaseId: string, candidateReleaseId: string | null = null, shareBp = 0) => ({
  controlReleaseId,
  candidateReleaseId,
  shareBp,
});
const never = { allocation: served("698df6d7ad"), completedAt: null, takenBackAt: null };

test.each([
  { name: "one that was never there is not", change: {}, expected: false },
  { name: "one that all have now is", change: { allocation: served(Z) }, expected: true },
  {
    name: "one with a share is not",
    change: { allocation: served("698df6d7ad", Z, 9_999) },
    expected: false,
  },
  {
    name: "one beside a canary is not",
    change: { allocation: served(Z, "bef3ab4572", 100) },
    expected: false,
  },
  {
    name: "one whose candidate share is all is",
    change: { allocation: served("a", Z, 10_000) },
    expected: true,
  },
  { name: "one whose rollout completed is", change: { completedAt: at(9) }, expected: true },
  {
    name: "one that was taken back since is not",
    change: { completedAt: at(9), takenBackAt: at(11) },
    expected: false,
  },
  {
    name: "one that was taken back before it completed is",
    change: { completedAt: at(12), takenBackAt: at(11) },
    expected: true,
  },
])("of the releases that are proved in an environment, $name", ({ change, expected }) => {
  expect(provedIn({ ...never, ...change }, Z)).toBe(expected);
});
