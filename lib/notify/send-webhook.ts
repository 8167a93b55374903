import { Webhook } from "standardwebhooks";
import { AppError } from "../domain/errors.ts";
import { retryAfterMs } from "../domain/notifications/retry-delay.ts";
import type { Notify, SendResult } from "./notify.ts";

/**
 * createWebhookSender posts CloudEvents in their structured JSON form (CloudEvents 1.0, HTTP binding 3.2), signed as
 * Standard Webhooks asks. `fetch` is the guarded one: it follows no redirect, and ends the call in time.
 */
export function createWebhookSender(fetch: typeof globalThis.fetch): Notify["sendWebhook"] {
  return async ({ address, secrets, event, now }) => {
    const body = JSON.stringify(event);
    const signatures = secrets.map((secret) => new Webhook(secret).sign(event.id, now, body));
    try {
      const answer = await fetch(address, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/cloudevents+json; charset=utf-8",
          "webhook-id": event.id,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
          "webhook-signature": signatures.join(" "),
        },
      });
      // What a receiver answers is never read; the connection ends here.
      await answer.body?.cancel();
      return resultOf(answer, now);
    } catch (error) {
      return resultOfError(error);
    }
  };
}

function resultOf(answer: Response, now: Date): SendResult {
  const status = String(answer.status);
  if (answer.ok) return { kind: "delivered", status };
  const error = `The receiver answered with status ${status}.`;
  if (answer.status === 410) return { kind: "gone", status, error };
  return { kind: "later", status, error, retryAfterMs: retryAfterMs(answer.headers.get("retry-after"), now) };
}

function resultOfError(error: unknown): SendResult {
  if (error instanceof AppError) return { kind: "refused", status: null, error: error.detail };
  const isLate = error instanceof Error && error.name === "TimeoutError";
  const sentence = isLate ? "The receiver did not answer in time." : "The receiver could not be reached.";
  return { kind: "later", status: null, error: sentence, retryAfterMs: null };
}
