import { describe, expect, it } from "vitest";
import { approvalWords, approveRefusal } from "./approval-words.ts";

const counts = { approvals: 0, reviewersNeeded: 1, environment: "production", authorName: "J. Park" };
const tokens = { code: "gate_failed", sentence: "token increase 27.4% > 15%" };

describe("approvalWords", () => {
  it.each([
    ["nobody yet", counts, "Needs 1 approval from a reviewer of production who wrote no part of it."],
    [
      "one of two",
      { ...counts, approvals: 1, reviewersNeeded: 2 },
      "1 of 2 approvals; needs 1 more approval from a reviewer of production who wrote no part of it.",
    ],
    ["enough", { ...counts, approvals: 1 }, "It has the 1 approval that it needs."],
  ])("%s", (_name, input, expected) => expect(approvalWords(input)).toBe(expected));
});

describe("approveRefusal", () => {
  it.each([
    ["on when nothing blocks", { reviewRefusal: null, blockers: [] }, null],
    ["the viewer's own reason wins", { reviewRefusal: "You wrote it.", blockers: [tokens] }, "You wrote it."],
    ["one blocker in full", { reviewRefusal: null, blockers: [tokens] }, "token increase 27.4% > 15%"],
    [
      "further blockers are counted",
      { reviewRefusal: null, blockers: [tokens, { code: "base_moved", sentence: "The base moved." }] },
      "token increase 27.4% > 15% And 1 more.",
    ],
    [
      "an open rollout holds the merge, not the approval",
      { reviewRefusal: null, blockers: [{ code: "rollout_open", sentence: "Rollout 3 is stepping." }] },
      null,
    ],
  ])("%s", (_name, input, expected) => expect(approveRefusal(input)).toBe(expected));
});
