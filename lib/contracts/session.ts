import { z } from "zod";
import { parseEmail } from "../domain/access/email.ts";
import { PROOFS } from "../domain/access/proof.ts";
import { ROLES } from "../domain/access/roles.ts";
import { environmentName, instant, line, noQuery, slug, writeErrors } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { newProject } from "./new-project.ts";

/** One e-mail address, in its canonical form after parsing. */
export const emailText = z
  .string()
  .max(300)
  .refine((text) => parseEmail(text) !== null, "Write one e-mail address, like ada@example.com.")
  .overwrite((text) => parseEmail(text) ?? text);

export const newPassword = z
  .string()
  .min(12, "A password has at least 12 characters.")
  .max(256, "A password has at most 256 characters.");

/** A password that is checked, not chosen: only its length is limited. */
export const givenPassword = z
  .string()
  .min(1, "Write your password.")
  .max(256, "A password has at most 256 characters.");

/** The secret part of a one-time link. */
export const linkToken = z
  .string()
  .regex(/^[0-9A-Za-z]{43}$/, "This link is not complete; open it again or ask for a new one.");

export const roleGrant = z.strictObject({ role: z.enum(ROLES), environment: environmentName.optional() });

export const sessionResponse = z.strictObject({
  account: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }),
  /** When this session last proved who it is; acts that need a fresh proof compare it with the clock. */
  provedAt: instant,
  /** Whether that still counts: only a rollback goes through with `provider_away`, marked. */
  proof: z.enum(PROOFS),
  /** How this account can prove who it is again: by its password, or at these identity providers. */
  stepUp: z.strictObject({ hasPassword: z.boolean(), providers: z.array(z.string()) }),
  projects: z.array(
    z.strictObject({ slug, name: z.string(), isDemo: z.boolean(), grants: z.array(roleGrant) }),
  ),
});
export type SessionResponse = z.output<typeof sessionResponse>;

const nothing = z.strictObject({});
const path = "/api/v1/session";

export const sessionEndpoints = {
  getSession: defineEndpoint({
    method: "GET",
    path,
    operationId: "getSession",
    summary: "Who is signed in, with the roles held in each project",
    permission: "signed-in",
    params: nothing,
    query: noQuery,
    body: null,
    response: sessionResponse,
    errors: ["unauthenticated", "insufficient-scope", "bad-request", "internal", "unavailable"],
  }),
  deleteSession: defineEndpoint({
    method: "DELETE",
    path,
    operationId: "deleteSession",
    summary: "Sign out: the session ends at once",
    permission: "signed-in",
    params: nothing,
    query: noQuery,
    body: null,
    response: z.strictObject({ signedOut: z.literal(true) }),
    errors: [
      "unauthenticated",
      "insufficient-scope",
      "csrf",
      "bad-request",
      "internal",
      "unavailable",
      "audit-unavailable",
    ],
  }),
  stepUp: defineEndpoint({
    method: "POST",
    path: "/api/v1/session/step-up",
    operationId: "stepUp",
    summary: "Prove who you are again, for the next five minutes",
    permission: "signed-in",
    params: nothing,
    query: noQuery,
    body: z.strictObject({ password: givenPassword }),
    response: z.strictObject({ provedAt: instant }),
    errors: [...writeErrors, "bad-credentials", "wrong-state", "too-many-requests"],
  }),
  setUp: defineEndpoint({
    method: "POST",
    path: "/api/v1/setup",
    operationId: "setUp",
    summary: "Make the first admin and project of an empty installation, with the one-time link",
    permission: "public",
    params: nothing,
    query: noQuery,
    body: z.strictObject({
      token: linkToken,
      name: line(100),
      email: emailText,
      password: newPassword,
      project: newProject,
    }),
    response: z.strictObject({ project: slug, email: z.string() }),
    status: 201,
    errors: [...writeErrors, "wrong-state", "too-many-requests", "bad-repository"],
  }),
};
