/** What is made of a webhook whose signature holds. */
export const HOOK_OUTCOMES = ["queued", "ping", "other_event", "other_repository"] as const;
export type HookOutcome = (typeof HOOK_OUTCOMES)[number];

/** What may have changed something that Tupelo reads: main, a pull request, a review, a check. */
const TELLING_EVENTS = new Set([
  "push",
  "pull_request",
  "pull_request_review",
  "check_suite",
  "check_run",
  "status",
]);

/**
 * judgeHook says what a webhook makes Tupelo do. Whatever its body claims, the most it does is to make us look at the
 * git host; what is found there counts.
 */
export function judgeHook(hook: {
  event: string;
  /** `owner/name` of whom it is about, where it says so. */
  repository: string | null;
  /** The project's own repository on that host; null where it is not there, so that every name is another one. */
  ownRepository: string | null;
}): HookOutcome {
  if (hook.event === "ping") return "ping";
  if (!TELLING_EVENTS.has(hook.event)) return "other_event";
  const isOwn =
    hook.repository !== null &&
    hook.ownRepository !== null &&
    hook.repository.toLowerCase() === hook.ownRepository.toLowerCase();
  return isOwn ? "queued" : "other_repository";
}
