/** What people can be told about, with the words of the settings page. */
export const NEWS_TYPES = {
  review_asked: "a review is asked for",
  promotion_approved: "a promotion is approved",
  approval_stale: "an approval no longer counts",
  rolled_back: "an environment is rolled back",
  rollout_paused: "a rollout is paused",
  unreviewed_change: "git names a release that nobody reviewed",
  reconciliation_late: "git and runtime still disagree after the deadline",
  power_given: "an invited person became reviewer or operator",
} as const;

export type NewsType = keyof typeof NEWS_TYPES;

/** The types in the order of the settings page. */
export const NEWS_TYPE_NAMES: readonly NewsType[] = Object.keys(NEWS_TYPES).filter(isNewsType);

/** isNewsType says whether text from a row or a request is a type of news. */
export function isNewsType(text: string): text is NewsType {
  return Object.hasOwn(NEWS_TYPES, text);
}
