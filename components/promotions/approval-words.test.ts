import { describe, expect, it } from "vitest";
import { approvalWords } from "./approval-words.ts";

const counts = { approvals: 0, reviewersNeeded: 1, environment: "production", authorName: "J. Park" };

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
