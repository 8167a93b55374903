import { retryAfterMs } from "../../domain/notifications/retry-delay.ts";

/** GitHub asks for at least a minute after a secondary limit that names no time. */
const UNSAID_SECONDS = 60;
/** A limit of GitHub's ends within the hour; a header that says more is not believed. */
const LONGEST_SECONDS = 3_600;

export type LimitAnswer = {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  message: string;
};

/**
 * askedWait says how many seconds an answer asks to wait before the next request: its Retry-After (seconds or an HTTP
 * date), else the end of a used-up allowance (x-ratelimit-reset, in seconds since 1970), else a minute where it is
 * GitHub's secondary limit. Null where it is no limit and names no time.
 */
export function askedWait(answer: LimitAnswer, nowMs: number): number | null {
  const { headers } = answer;
  const after = retryAfterMs(headers["retry-after"] ?? null, new Date(nowMs));
  if (after !== null) return atMost(after / 1_000);
  const reset = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"] === "0" && reset > 0) return atMost(reset - nowMs / 1_000);
  return isLimit(answer) ? UNSAID_SECONDS : null;
}

/** isLimit tells GitHub's two limits from a refusal that has the same status. */
export function isLimit({ status, headers, message }: LimitAnswer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const isUsedUp = headers["x-ratelimit-remaining"] === "0" || headers["retry-after"] !== undefined;
  return isUsedUp || /rate limit|abuse detection/i.test(message);
}

function atMost(seconds: number): number {
  return Math.min(LONGEST_SECONDS, Math.max(1, Math.ceil(seconds)));
}
