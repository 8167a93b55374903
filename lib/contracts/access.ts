import { z } from "zod";
import { API_KEY_STATES } from "../domain/access/api-key-state.ts";
import { INVITE_STATES } from "../domain/access/invite-state.ts";
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
/** How long an old secret may go on working beside the new one. */
const MAX_OVERLAP_DAYS = 7;

export const memberRow = z.strictObject({
  accountId: z.string(),
  name: z.string(),
  email: z.string(),
  grants: z.array(
    z.strictObject({
      ...roleGrant.shape,
      /** The identity provider's group that the role comes from; null where a person gave it. */
      group: z.string().nullable(),
    }),
  ),
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
  /** The network address of the last use; null where it is not known. */
  lastUsedFrom: z.string().nullable(),
  /** The key that this one replaced. */
  rotatedFromId: z.string().nullable(),
  /** `expiring`: within fourteen days of its end. */
  state: z.enum(API_KEY_STATES),
});
export type ApiKeyRow = z.output<typeof apiKeyRow>;

export const groupGrantRow = z.strictObject({
  id: z.string(),
  groupName: z.string(),
  ...roleGrant.shape,
  createdByName: z.string(),
  createdAt: instant,
});
export type GroupGrantRow = z.output<typeof groupGrantRow>;

export const inviteRow = z.strictObject({
  id: z.string(),
  /** Who alone may use the link; null where anybody may who has it. */
  email: z.string().nullable(),
  /** What it gives: `reviewer:production`. */
  roles: z.array(z.string()),
  createdByName: z.string(),
  createdAt: instant,
  expiresAt: instant,
  /** `open` alone still works. */
  state: z.enum(INVITE_STATES),
});
export type InviteRow = z.output<typeof inviteRow>;

const expiresInDays = z
  .number()
  .int()
  .min(1)
  .max(MAX_KEY_DAYS, "A key lives at most one year.")
  .default(MAX_KEY_DAYS);

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
  changeMemberRole: defineEndpoint({
    method: "POST",
    path: `${project}/members/{accountId}/roles`,
    operationId: "changeMemberRole",
    summary: "Give a member one role, or take one, from the next request on",
    permission: "member:manage",
    params: z.strictObject({ ...projectParams.shape, accountId }),
    query: noQuery,
    body: z.strictObject({ action: z.enum(["grant", "revoke"]), ...roleGrant.shape }),
    response: z.strictObject({
      /** What the person holds now: `reviewer:production`. */
      roles: z.array(z.string()),
    }),
    errors: [...writeErrors, "wrong-state", "no-op"],
  }),
  listGroupGrants: defineEndpoint({
    method: "GET",
    path: `${project}/group-grants`,
    operationId: "listGroupGrants",
    summary: "Which roles the identity provider's groups hold in this project",
    permission: "member:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(groupGrantRow) }),
    errors: [...projectErrors, "forbidden", "insufficient-scope"],
  }),
  addGroupGrant: defineEndpoint({
    method: "POST",
    path: `${project}/group-grants`,
    operationId: "addGroupGrant",
    summary: "Give a group a role; each of its members gets it with their next sign-in",
    permission: "member:manage",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({ groupName: line(200), ...roleGrant.shape }),
    response: groupGrantRow,
    status: 201,
    errors: [...writeErrors, "no-op"],
  }),
  removeGroupGrant: defineEndpoint({
    method: "DELETE",
    path: `${project}/group-grants/{grantId}`,
    operationId: "removeGroupGrant",
    summary: "Take a role from a group and from everybody who has it by the group",
    permission: "member:manage",
    params: z.strictObject({ ...projectParams.shape, grantId: z.string().regex(/^grp_[0-9a-z]{22}$/) }),
    query: noQuery,
    body: null,
    response: z.strictObject({ removed: z.literal(true) }),
    errors: [...projectErrors, "forbidden", "insufficient-scope", "csrf", "no-op", "audit-unavailable"],
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
  listInvites: defineEndpoint({
    method: "GET",
    path: `${project}/invites`,
    operationId: "listInvites",
    summary: "The project's invite links, newest first, without their secrets",
    permission: "member:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(inviteRow) }),
    errors: [...projectErrors, "forbidden", "insufficient-scope"],
  }),
  revokeInvite: defineEndpoint({
    method: "DELETE",
    path: `${project}/invites/{inviteId}`,
    operationId: "revokeInvite",
    summary: "End an invite link that nobody has used yet",
    permission: "member:manage",
    params: z.strictObject({ ...projectParams.shape, inviteId: z.string().regex(/^inv_[0-9a-z]{22}$/) }),
    query: noQuery,
    body: null,
    response: z.strictObject({ revoked: z.literal(true) }),
    errors: [
      ...projectErrors,
      ...(["forbidden", "insufficient-scope", "csrf", "no-op", "wrong-state", "audit-unavailable"] as const),
    ],
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
      expiresInDays,
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
  rotateApiKey: defineEndpoint({
    method: "POST",
    path: `${project}/api-keys/{keyId}/rotate`,
    operationId: "rotateApiKey",
    summary: "Make a new secret for a key; the old one works on for the chosen days",
    permission: "key:manage",
    params: z.strictObject({ ...projectParams.shape, keyId }),
    query: noQuery,
    body: z.strictObject({
      overlapDays: z
        .number()
        .int()
        .min(0)
        .max(MAX_OVERLAP_DAYS, "The old secret works on for at most 7 days."),
      expiresInDays,
    }),
    response: z.strictObject({ key: apiKeyRow, secret: z.string() }),
    status: 201,
    errors: [...writeErrors, "wrong-state"],
  }),
};
