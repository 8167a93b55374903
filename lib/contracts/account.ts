import { z } from "zod";
import { PROOFS } from "../domain/access/proof.ts";
import { PROVIDERS } from "../domain/access/providers.ts";
import { instant, noQuery, writeErrors } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { givenPassword, newPassword } from "./session.ts";

/** An identity provider that this installation is set up for. */
export const providerRow = z.strictObject({ id: z.enum(PROVIDERS), name: z.string() });
export type ProviderRow = z.output<typeof providerRow>;

export const ownAccountResponse = z.strictObject({
  name: z.string(),
  email: z.string(),
  hasPassword: z.boolean(),
  proof: z.enum(PROOFS),
  identities: z.array(
    z.strictObject({ provider: z.string(), email: z.string(), createdAt: instant, lastUsedAt: instant }),
  ),
  /** What can be linked here; a provider that is not set up is not in it. */
  providers: z.array(providerRow),
});
export type OwnAccountResponse = z.output<typeof ownAccountResponse>;

export const ownSessionRow = z.strictObject({
  /** The start of the session's id, as the audit log names it. */
  id: z.string(),
  isCurrent: z.boolean(),
  /** `password`, or the identity provider's id. */
  provider: z.string(),
  userAgent: z.string(),
  address: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
});
export type OwnSessionRow = z.output<typeof ownSessionRow>;

const nothing = z.strictObject({});
const sessionId = z.string().regex(/^[0-9a-f]{12}$/);
const readErrors = [
  "unauthenticated",
  "insufficient-scope",
  "bad-request",
  "internal",
  "unavailable",
] as const;

/** Everything here is about the caller's own account. Answers that start a new session id set its cookie. */
export const accountEndpoints = {
  getAccount: defineEndpoint({
    method: "GET",
    path: "/api/v1/account",
    operationId: "getAccount",
    summary: "How you can sign in: password and linked identities",
    permission: "signed-in",
    params: nothing,
    query: noQuery,
    body: null,
    response: ownAccountResponse,
    errors: readErrors,
  }),
  changePassword: defineEndpoint({
    method: "POST",
    path: "/api/v1/account/password",
    operationId: "changePassword",
    summary: "Change your password; all your other sessions end",
    permission: "signed-in",
    params: nothing,
    query: noQuery,
    body: z.strictObject({ currentPassword: givenPassword.optional(), newPassword }),
    response: z.strictObject({ changed: z.literal(true) }),
    errors: [...writeErrors, "bad-credentials", "step-up-required", "too-many-requests"],
  }),
  unlinkIdentity: defineEndpoint({
    method: "DELETE",
    path: "/api/v1/account/identities/{provider}",
    operationId: "unlinkIdentity",
    summary: "Unlink an identity provider from your account; needs a fresh proof of who you are",
    permission: "signed-in",
    params: z.strictObject({ provider: z.enum(PROVIDERS) }),
    query: noQuery,
    body: null,
    response: z.strictObject({ unlinked: z.literal(true) }),
    errors: [...readErrors, "csrf", "not-found", "step-up-required", "wrong-state", "audit-unavailable"],
  }),
  listSessions: defineEndpoint({
    method: "GET",
    path: "/api/v1/sessions",
    operationId: "listSessions",
    summary: "Where you are signed in",
    permission: "signed-in",
    params: nothing,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(ownSessionRow) }),
    errors: readErrors,
  }),
  endSession: defineEndpoint({
    method: "DELETE",
    path: "/api/v1/sessions/{sessionId}",
    operationId: "endSession",
    summary: "End one of your sessions, from its next request on",
    permission: "signed-in",
    params: z.strictObject({ sessionId }),
    query: noQuery,
    body: null,
    response: z.strictObject({ ended: z.literal(true) }),
    errors: [...readErrors, "csrf", "not-found", "version-conflict", "audit-unavailable"],
  }),
  signOutEverywhere: defineEndpoint({
    method: "POST",
    path: "/api/v1/sessions/sign-out",
    operationId: "signOutEverywhere",
    summary: "End all your sessions, or all but this one",
    permission: "signed-in",
    params: nothing,
    query: noQuery,
    body: z.strictObject({ scope: z.enum(["others", "all"]) }),
    response: z.strictObject({ ended: z.number().int() }),
    errors: writeErrors,
  }),
};
