import type { NewsEvent } from "../domain/notifications/news-event.ts";

/** How one try ended. Sentences are ours: nothing that a receiver wrote gets into the log. */
export type SendResult =
  | { kind: "delivered"; status: string }
  | { kind: "later"; status: string | null; error: string; retryAfterMs: number | null }
  | { kind: "refused"; status: string | null; error: string }
  /** The receiver said 410: it wants no more of this. */
  | { kind: "gone"; status: string; error: string };

/** What tells one target about one piece of news. Neither way throws. */
export type Notify = {
  /** `secrets` are open, the newest first; all of them sign while they overlap. */
  sendWebhook: (target: {
    address: string;
    secrets: readonly string[];
    event: NewsEvent;
    now: Date;
  }) => Promise<SendResult>;
  sendMail: (target: { address: string; event: NewsEvent; now: Date }) => Promise<SendResult>;
};
