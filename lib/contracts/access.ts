import { z } from "zod";
import { ROLES, SCOPES } from "../domain/access/roles.ts";
import {
  environmentName,
  instant,
  line,
  noQuery,
  projectErrors,
  projectParams,
  slug,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { emailText, givenPassword, linkToken, roleGrant } from "./session.ts";

const MAX_KEY_DAYS = 365;

export const memberRow = z.strictObject({
  accountId: z.string(),
  name: z.string(),
  email: z.string(),
  grants: z.array(roleGrant),
});
export type MemberRow = z.output<typeof memberRow>;

export const apiKeyRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  environment: environmentName.nullable(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export type ApiKeyRow = z.output<typeof apiKeyRow>;

const accountId = z.string().regex(/^acc_[0-9a-z]{22}$/);
const keyId = z.string().regex(/^key_[0-9a-z]{22}$/);
const project = "/api/v1/projects/{project}";

/** Answers that hold a secret take no Idempotency-Key: their answer must not be stored. */
export const accessEndpoints = {
  listMembers: defineEndpoint({
    method: "GET",
    path: `${project}/members`,
    operationId: "listMembers",
    summary: "Who holds which role",
    permission: "member:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(memberRow) }),
    errors: [...projectErrors, "forbidden", "insufficient-scope"],
  }),
  removeMember: defineEndpoint({
    method: "DELETE",
    path: `${project}/members/{accountId}`,
    operationId: "removeMember",
    summary: "Take all roles of a person in this project away, from the next request on",
    permission: "member:manage",
    params: z.strictObject({ ...projectParams.shape, accountId }),
    query: noQuery,
    body: null,
    response: z.strictObject({ removed: z.literal(true) }),
    errors: [...projectErrors, "forbidden", "insufficient-scope", "csrf", "wrong-state", "audit-unavailable"],
  }),
  createInvite: defineEndpoint({
    method: "POST",
    path: `${project}/invites`,
    operationId: "createInvite",
    summary: "Make a one-time link that gives a person roles in this project",
    permission: "member:manage",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({
      email: emailText.optional(),
      grants: z
        .array(roleGrant)
        .min(1, "Choose at least one role.")
        .max(ROLES.length * 4),
    }),
    response: z.strictObject({
      id: z.string(),
      /** Shown once; only its hash is kept. */
      link: z.string(),
      expiresAt: instant,
    }),
    status: 201,
    errors: writeErrors,
  }),
  acceptInvite: defineEndpoint({
    method: "POST",
    path: "/api/v1/invites/accept",
    operationId: "acceptInvite",
    summary: "Accept an invite: make an account, or prove an existing one with its password",
    permission: "public",
    params: z.strictObject({}),
    query: noQuery,
    body: z.strictObject({ token: linkToken, name: line(100), email: emailText, password: givenPassword }),
    response: z.strictObject({ project: slug, email: z.string() }),
    status: 201,
    errors: [...writeErrors, "bad-credentials", "wrong-state", "too-many-requests"],
  }),
  listApiKeys: defineEndpoint({
    method: "GET",
    path: `${project}/api-keys`,
    operationId: "listApiKeys",
    summary: "The project's API keys, newest first, without their secrets",
    permission: "key:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(apiKeyRow) }),
    errors: [...projectErrors, "forbidden", "insufficient-scope"],
  }),
  createApiKey: defineEndpoint({
    method: "POST",
    path: `${project}/api-keys`,
    operationId: "createApiKey",
    summary: "Make an API key; its secret is in this answer and nowhere else",
    permission: "key:manage",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({
      name: line(100),
      environment: environmentName.optional(),
      scopes: z.array(z.enum(SCOPES)).min(1, "Choose at least one scope.").max(SCOPES.length),
      expiresInDays: z
        .number()
        .int()
        .min(1)
        .max(MAX_KEY_DAYS, "A key lives at most one year.")
        .default(MAX_KEY_DAYS),
    }),
    response: z.strictObject({ key: apiKeyRow, secret: z.string() }),
    status: 201,
    errors: writeErrors,
  }),
  revokeApiKey: defineEndpoint({
    method: "DELETE",
    path: `${project}/api-keys/{keyId}`,
    operationId: "revokeApiKey",
    summary: "Revoke an API key, from the next request on",
    permission: "key:manage",
    params: z.strictObject({ ...projectParams.shape, keyId }),
    query: noQuery,
    body: null,
    response: z.strictObject({ revoked: z.literal(true) }),
    errors: [...projectErrors, "forbidden", "insufficient-scope", "csrf", "no-op", "audit-unavailable"],
  }),
};
