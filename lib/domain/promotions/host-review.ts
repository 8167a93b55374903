/** What somebody said about a pull request on its git host. */
export const HOST_REVIEW_STATES = ["approved", "changes_requested", "commented", "dismissed"] as const;
export type HostReviewState = (typeof HOST_REVIEW_STATES)[number];
