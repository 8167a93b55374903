import { assertNever } from "../assert-never.ts";
import type { Refusal } from "../refusal.ts";

/** The states of a promotion, in the order in which one goes through them. */
export const PROMOTION_STATES = [
  "draft",
  "gates",
  "shadow",
  "in_review",
  "approved",
  "merging",
  "merged",
  "rejected",
  "withdrawn",
  "superseded",
] as const;
export type PromotionState = (typeof PROMOTION_STATES)[number];

/** What can happen to a promotion. */
export type PromotionEvent =
  | { kind: "gates_passed" }
  | { kind: "gates_failed" }
  | { kind: "approvals_complete" }
  | { kind: "approval_lost" }
  | { kind: "pull_request_opened" }
  /** The console is about to merge: what it found reviewed counts, also when it dies before it hears of the merge. */
  | { kind: "merge_started" }
  | { kind: "merge_failed" }
  | { kind: "merged" }
  /** Main took it back, or it was composed anew on the moved base. */
  | { kind: "superseded" }
  /** A reviewer's final no. */
  | { kind: "rejected" }
  | { kind: "withdrawn" };

/** A promotion that can still be merged. */
export function isOpenPromotion(state: PromotionState): boolean {
  return ["draft", "gates", "shadow", "in_review", "approved", "merging"].includes(state);
}

/**
 * nextPromotionState is the one way a promotion changes its state; page, API and worker call it.
 * A step that the present state does not allow is refused with a sentence.
 */
export function nextPromotionState(state: PromotionState, event: PromotionEvent): PromotionState | Refusal {
  switch (event.kind) {
    case "gates_passed":
      return state === "draft" || state === "gates" ? "in_review" : keepOrRefuse(state, event.kind);
    case "gates_failed":
      return state === "draft" || state === "gates" || state === "in_review" || state === "approved"
        ? "gates"
        : refuse(state, event.kind);
    case "approvals_complete":
      return state === "in_review" ? "approved" : refuse(state, event.kind);
    case "approval_lost":
      return state === "approved" || state === "in_review" || state === "merging"
        ? "in_review"
        : refuse(state, event.kind);
    case "pull_request_opened":
      return state === "approved" ? "approved" : refuse(state, event.kind);
    case "merge_started":
      return state === "approved" ? "merging" : refuse(state, event.kind);
    case "merge_failed":
      return state === "merging" ? "approved" : refuse(state, event.kind);
    case "superseded":
      return isOpenPromotion(state) ? "superseded" : refuse(state, event.kind);
    case "rejected":
      return isOpenPromotion(state) && state !== "merging" ? "rejected" : refuse(state, event.kind);
    case "merged":
      return state === "merging" || state === "approved" ? "merged" : refuse(state, event.kind);
    case "withdrawn":
      return isOpenPromotion(state) && state !== "merging" ? "withdrawn" : refuse(state, event.kind);
    default:
      return assertNever(event);
  }
}

function keepOrRefuse(state: PromotionState, event: string): PromotionState | Refusal {
  return state === "in_review" || state === "approved" ? state : refuse(state, event);
}

const EVENT_WORDS: Record<PromotionEvent["kind"], string> = {
  gates_passed: "have its gates passed",
  gates_failed: "have its gates fail",
  approvals_complete: "be approved",
  approval_lost: "lose its approval",
  pull_request_opened: "get a pull request",
  merge_started: "be merged",
  merge_failed: "fail to merge",
  superseded: "be superseded",
  rejected: "be rejected",
  merged: "be merged",
  withdrawn: "be withdrawn",
};

function refuse(state: PromotionState, event: string): Refusal {
  const words = Object.entries(EVENT_WORDS).find(([kind]) => kind === event)?.[1] ?? event;
  return { code: "wrong-state", sentence: `A promotion that is ${state.replace("_", " ")} cannot ${words}.` };
}

/** promotionStateOf reads a stored state; one that is not in the list is a fault of the database. */
export function promotionStateOf(row: { state: string }): PromotionState {
  const state = PROMOTION_STATES.find((known) => known === row.state);
  if (state === undefined) throw new Error(`a promotion has the unknown state ${row.state}`);
  return state;
}
