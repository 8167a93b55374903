import { createTransport } from "nodemailer";
import { isMailAddress } from "../domain/notifications/mail-address.ts";
import type { NewsEvent } from "../domain/notifications/news-event.ts";
import type { Notify, SendResult } from "./notify.ts";

/** The mail server and who writes; the URL may hold a password. */
export type MailSettings = { url: string; from: string };

const TIMEOUT_MS = 10_000;
const MAX_SUBJECT = 150;

/** createMailSender sends plain text by SMTP; without settings it says what to set. */
export function createMailSender(settings: MailSettings | null): Notify["sendMail"] {
  if (settings === null) {
    const error = "E-mail is not set up; set SMTP_URL and SMTP_FROM on the worker.";
    return async () => ({ kind: "refused", status: null, error });
  }
  const transport = createTransport({
    ...{ url: settings.url, disableFileAccess: true, disableUrlAccess: true },
    ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
  });
  return async ({ address, event, now }) => {
    if (!isMailAddress(address))
      return { kind: "refused", status: null, error: "This is no e-mail address that can be written to." };
    try {
      const sent = await transport.sendMail({
        ...{ from: settings.from, to: { name: "", address }, date: now, ...messageOf(event) },
        // The same at each try, so that a mailbox can tell a repeated message.
        messageId: `<${event.id}.${event.type}@tupelo>`,
      });
      return { kind: "delivered", status: sent.response.slice(0, 3) };
    } catch (error) {
      return resultOfError(error);
    }
  };
}

function messageOf({ data, time }: NewsEvent): { subject: string; text: string } {
  const text = `${data.sentence}\n\n${data.resource.url}\n\nProject ${data.project}, by ${data.actor}, ${time}\n`;
  return { subject: oneLine(`[${data.project}] ${data.sentence}`), text };
}

/** A header is one line: whatever could end it becomes a space. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim()
    .slice(0, MAX_SUBJECT);
}

function resultOfError(error: unknown): SendResult {
  const code = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : null;
  if (code === null || Number.isNaN(code))
    return {
      ...{ kind: "later", status: null, retryAfterMs: null },
      error: "The mail server could not be reached.",
    };
  const sentence = `The mail server refused the message with ${code}.`;
  if (code >= 500) return { kind: "refused", status: String(code), error: sentence };
  return { kind: "later", status: String(code), error: sentence, retryAfterMs: null };
}
