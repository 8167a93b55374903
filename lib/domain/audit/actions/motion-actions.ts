import type { ActionWords } from "./action-words.ts";

const STATE = "its state, before and after";
const STATE_AND_PULL = "its state, before and after; pull request and commits where they are known";
const STEP = "state, step and share served, before and after";
const REVIEWED = "manifest digest, base, policy and evidence that were reviewed";
const OWNER = "its owner, before and after";

/** PROMOTION_ACTIONS: promotions, their reviews and pull requests. */
export const PROMOTION_ACTIONS = {
  "promotion.approved": { words: "moved promotion {it} to approved", values: STATE_AND_PULL },
  "promotion.draft": { words: "moved promotion {it} back to draft", values: STATE_AND_PULL },
  "promotion.gates": { words: "moved promotion {it} to its gates", values: STATE_AND_PULL },
  "promotion.in_review": { words: "moved promotion {it} to review", values: STATE_AND_PULL },
  "promotion.merged": { words: "merged promotion {it}", values: STATE_AND_PULL },
  "promotion.merging": { words: "began to merge promotion {it}", values: STATE_AND_PULL },
  "promotion.proposed": {
    words: "proposed promotion {it}",
    values: "its state, before and after; base, policy and the verdict of the gates",
  },
  "promotion.rejected": { words: "moved promotion {it} to rejected", values: STATE_AND_PULL },
  "promotion.shadow": { words: "moved promotion {it} to its shadow comparison", values: STATE_AND_PULL },
  "promotion.superseded": { words: "ended promotion {it}: superseded", values: STATE_AND_PULL },
  "promotion.withdrawn": { words: "withdrew promotion {it}", values: STATE_AND_PULL },
  "pull_request.opened": { words: "opened the pull request of promotion {it}", values: STATE_AND_PULL },
  "review.approved": { words: "approved promotion {it}", values: REVIEWED },
  "review.changes_requested": { words: "requested changes to promotion {it}", values: REVIEWED },
  "review.rejected": { words: "rejected promotion {it}", values: REVIEWED },
} as const satisfies Record<string, ActionWords>;

/** ROLLOUT_ACTIONS: the way from merged to known good. */
export const ROLLOUT_ACTIONS = {
  "rollout.aborted": { words: "ended rollout {it}: aborted", values: STATE },
  "rollout.baking": { words: "let rollout {it} bake", values: "its state, and until when it bakes" },
  "rollout.completed": { words: "completed rollout {it}", values: STATE },
  "rollout.created": {
    words: "made rollout {it}",
    values: "its state, promotion, control, steps and policy",
  },
  "rollout.paused": { words: "paused rollout {it}", values: STATE },
  "rollout.promoted_now": { words: "took rollout {it} to its last step at once", values: STEP },
  "rollout.resumed": { words: "resumed rollout {it}", values: STATE },
  "rollout.rolled_back": { words: "ended rollout {it}: rolled back", values: STATE },
  "rollout.started": { words: "started rollout {it}", values: STEP },
  "rollout.step_advanced": { words: "took rollout {it} one step on", values: STEP },
  "rollout.stepping": { words: "moved rollout {it} to its steps", values: STATE },
  "rollout.superseded": { words: "ended rollout {it}: superseded", values: STATE },
  "rollout.waiting": { words: "let rollout {it} wait", values: STATE },
} as const satisfies Record<string, ActionWords>;

/** ENVIRONMENT_ACTIONS: what an environment serves and what git names in it. */
export const ENVIRONMENT_ACTIONS = {
  "environment.adopted": {
    words: "adopted what git names in {it}",
    values: "the release served, before and after, and who wrote the commit",
  },
  "environment.cooldown_ended": {
    words: "ended the cooldown of {it}",
    values: "its end, before and after",
  },
  "environment.desired_changed": {
    words: "read a new desired release for {it}",
    values: "the release and commit that git named, before and after",
  },
  "environment.first_seen": {
    words: "saw for the first time what git names in {it}",
    values: "release and commit",
  },
  "environment.followed_unreviewed": {
    words: "followed in {it} what nobody reviewed",
    values: "the release served, before and after, and who wrote the commit",
  },
  "environment.freeze_ended": { words: "ended a freeze of {it}", values: "its end, before and after" },
  "environment.freeze_planned": { words: "planned a freeze of {it}", values: "its start and end" },
  "environment.revert_followed": {
    words: "followed a revert in {it}",
    values: "the desired release, before and after, and who wrote the commit",
  },
  "environment.rolled_back": {
    words: "rolled {it} back",
    values: "the release served, before and after; the cause, and how the person proved who they are",
  },
} as const satisfies Record<string, ActionWords>;

/** RECONCILIATION_ACTIONS: the way back to one truth in git and runtime. */
export const RECONCILIATION_ACTIONS = {
  "reconciliation.closed": {
    words: "closed reconciliation {it}",
    values: "its state, before and after; the outcome and merge commit",
  },
  "reconciliation.late": { words: "found that reconciliation {it} is late", values: "deadline and owner" },
  "reconciliation.opened": {
    words: "opened reconciliation {it}",
    values: "what git names and what is served",
  },
  "reconciliation.post_reviewed": {
    words: "looked at what reconciliation {it} merged without a review",
    values: "the deadline for that",
  },
  "reconciliation.pull_request_closed": {
    words: "found the pull request of reconciliation {it} closed by hand",
    values: "pull request and branch",
  },
  "reconciliation.pull_request_opened": {
    words: "opened the pull request of reconciliation {it}",
    values: "pull request, branch and commit",
  },
  "reconciliation.recheck_asked": {
    words: "asked to look at git again for reconciliation {it}",
    values: "its branch, before and after, where another one is needed",
  },
  "reconciliation.reminded": { words: "reminded the owner of reconciliation {it}", values: "the owner" },
  "reconciliation.restore_chosen": {
    words: "chose to restore in git what is served, reconciliation {it}",
    values: "the choice, before and after",
  },
  "reconciliation.review_chosen": {
    words: "asked for a review of what git names, reconciliation {it}",
    values: "the choice, before and after, and the promotion",
  },
  "reconciliation.rewritten": {
    words: "changed reconciliation {it} to another release",
    values: "what git names and what is served, before and after",
  },
  "reconciliation.taken_over": { words: "took reconciliation {it} over", values: OWNER },
} as const satisfies Record<string, ActionWords>;
