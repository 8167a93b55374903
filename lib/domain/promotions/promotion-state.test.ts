import { describe, expect, test } from "vitest";
import {
  isOpenPromotion,
  nextPromotionState,
  PROMOTION_STATES,
  type PromotionEvent,
} from "./promotion-state.ts";

/** Every step that is allowed; all others are refused. */
const ALLOWED: Record<PromotionEvent["kind"], Record<string, string>> = {
  gates_passed: { draft: "in_review", gates: "in_review", in_review: "in_review", approved: "approved" },
  gates_failed: { draft: "gates", gates: "gates", in_review: "gates", approved: "gates" },
  approvals_complete: { in_review: "approved" },
  approval_lost: { in_review: "in_review", approved: "in_review", merging: "in_review" },
  pull_request_opened: { approved: "approved" },
  merge_started: { approved: "merging" },
  merge_failed: { merging: "approved" },
  merged: { approved: "merged", merging: "merged" },
  superseded: {
    draft: "superseded",
    gates: "superseded",
    shadow: "superseded",
    in_review: "superseded",
    approved: "superseded",
    merging: "superseded",
  },
  rejected: {
    draft: "rejected",
    gates: "rejected",
    shadow: "rejected",
    in_review: "rejected",
    approved: "rejected",
  },
  withdrawn: {
    draft: "withdrawn",
    gates: "withdrawn",
    shadow: "withdrawn",
    in_review: "withdrawn",
    approved: "withdrawn",
  },
};

const KINDS: PromotionEvent["kind"][] = [
  "gates_passed",
  "gates_failed",
  "approvals_complete",
  "approval_lost",
  "pull_request_opened",
  "merge_started",
  "merge_failed",
  "merged",
  "superseded",
  "rejected",
  "withdrawn",
];

describe.each(KINDS)("the event %s", (kind) => {
  test.each(PROMOTION_STATES)("in the state %s", (state) => {
    const next = nextPromotionState(state, { kind });
    const expected = ALLOWED[kind][state];
    if (expected !== undefined) return expect(next).toBe(expected);
    expect(next).toMatchObject({ code: "wrong-state" });
    expect(next).toHaveProperty("sentence", expect.stringMatching(/^A promotion that is .* cannot .*\.$/));
  });
});

test("what is merged, rejected, withdrawn or superseded takes no step any more", () => {
  const closed = PROMOTION_STATES.filter((state) => !isOpenPromotion(state));
  expect(closed).toEqual(["merged", "rejected", "withdrawn", "superseded"]);
  for (const state of closed) {
    for (const kind of KINDS) expect(typeof nextPromotionState(state, { kind })).toBe("object");
  }
});
