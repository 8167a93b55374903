import { createSafeFetch } from "../../egress/safe-fetch.ts";
import { createMailSender } from "../../notify/send-mail.ts";
import { createWebhookSender } from "../../notify/send-webhook.ts";
import type { NotifyDeps } from "../../services/notifications/notify-deps.ts";
import type { WorkerEnv } from "../env.ts";

const CALL_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** createNotify is what this process tells people with: webhooks only where the egress rules let it, e-mail by SMTP. */
export function createNotify(env: Pick<WorkerEnv, "egressAllow" | "publicUrl" | "mail">): NotifyDeps {
  const fetch = createSafeFetch({
    ...{ allow: env.egressAllow, timeoutMs: CALL_MS, maxAnswerBytes: MAX_ANSWER_BYTES },
  });
  return {
    notify: { sendWebhook: createWebhookSender(fetch), sendMail: createMailSender(env.mail) },
    publicUrl: env.publicUrl,
    random: Math.random,
  };
}
