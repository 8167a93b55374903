import { z } from "zod";
import { HOOK_OUTCOMES } from "../domain/hooks/judge-hook.ts";
import { instant, noQuery, projectErrors, projectParams, writeErrors } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** A delivery as the settings page shows it; bodies are not kept. */
export const hookDelivery = z.strictObject({
  deliveryId: z.string(),
  event: z.string(),
  outcome: z.enum(HOOK_OUTCOMES),
  receivedAt: instant,
});
export type HookDelivery = z.output<typeof hookDelivery>;

/** The webhook of a project without its secret: that is shown once, when it is made. */
export const hookState = z.strictObject({
  isOn: z.boolean(),
  rotatedAt: instant.nullable(),
  /** Until when the secret before it holds, too; null where none does. */
  oldSecretEndsAt: instant.nullable(),
  /** The newest deliveries whose signature held, newest first. */
  deliveries: z.array(hookDelivery),
});
export type HookState = z.output<typeof hookState>;

const path = "/api/v1/projects/{project}/git/webhook";

/** Answers that hold a secret take no Idempotency-Key: their answer must not be stored. */
export const hookEndpoints = {
  receiveGitHook: defineEndpoint({
    method: "POST",
    path,
    operationId: "receiveGitHook",
    summary: "GitHub's webhook: a signed hint to look at the repository now, once per delivery id",
    permission: "signature",
    params: projectParams,
    query: noQuery,
    body: z.string(),
    bodyKind: "raw",
    bodyLimitBytes: BODY_LIMIT_BYTES,
    response: z.strictObject({ outcome: z.enum([...HOOK_OUTCOMES, "repeated"]) }),
    status: 202,
    errors: [
      "bad-signature",
      "not-found",
      "bad-request",
      "malformed-json",
      "unsupported-media-type",
      "too-large",
      "request-timeout",
      "internal",
      "unavailable",
    ],
  }),
  getGitHook: defineEndpoint({
    method: "GET",
    path,
    operationId: "getGitHook",
    summary: "Whether the git host's webhook has a secret, and its last deliveries",
    permission: "hook:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: hookState,
    errors: [...projectErrors, "forbidden", "insufficient-scope"],
  }),
  rotateGitHookSecret: defineEndpoint({
    method: "POST",
    path: `${path}/rotate-secret`,
    operationId: "rotateGitHookSecret",
    summary: "Make the webhook's secret, or a new one; the old one holds for a day more, unless it is ended",
    permission: "hook:manage",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({ endOldSecret: z.boolean() }),
    response: z.strictObject({ hook: hookState, secret: z.string() }),
    status: 201,
    errors: writeErrors,
  }),
  endGitHook: defineEndpoint({
    method: "DELETE",
    path,
    operationId: "endGitHook",
    summary: "End the webhook: its secrets hold no more, from the next delivery on",
    permission: "hook:manage",
    params: projectParams,
    query: noQuery,
    body: null,
    response: hookState,
    errors: [...writeErrors, "no-op"],
  }),
};
