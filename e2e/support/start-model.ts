import { type ChatEndpoint, startChatEndpoint } from "../../lib/evals/testing/chat-endpoint.ts";

export type { ChatEndpoint };

/** The one that the demo's judge names. */
const JUDGE_MODEL = "gpt-4o-mini-2024-07-18";
/** Long enough that a person can stop a run before it is done. */
const ANSWER_AFTER_MS = 2_000;

/** startModel is a model on this machine that gives every question the same answer, and as a judge calls it good. */
export function startModel(): Promise<ChatEndpoint> {
  return startChatEndpoint((request) =>
    request.model === JUDGE_MODEL
      ? { text: JSON.stringify({ score: 0.9, passed: true, reason: "It says from which moment it counts." }) }
      : { text: "Four hours, from the moment the incident was opened.", afterMs: ANSWER_AFTER_MS },
  );
}

/** settingsOf lets the product call that model, and no other private address. */
export function settingsOf(model: ChatEndpoint): Record<string, string> {
  return {
    EVAL_ENDPOINT_URL: model.url,
    EVAL_MODEL: "answers-2026-01-01",
    EGRESS_ALLOW: new URL(model.url).host,
  };
}
