import { z } from "zod";
import { ROLES } from "../domain/access/roles.ts";
import { KIND_NAMES } from "../domain/artifacts/index.ts";
import { line, noQuery, projectErrors, projectParams, reasonText, slug, writeErrors } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { newProject } from "./new-project.ts";

export const projectRow = z.strictObject({
  slug,
  name: z.string(),
  isDemo: z.boolean(),
  /** The caller's own roles there. */
  roles: z.array(z.strictObject({ role: z.enum(ROLES), environment: z.string().nullable() })),
});
export type ProjectRow = z.output<typeof projectRow>;

const settings = {
  name: line(100),
  /** Fewest people who have to approve; git and policies may only raise it. */
  minReviewers: z.number().int().min(1).max(10),
  /** Kinds that every release needs; git may only add to them. */
  requiredKinds: z.array(z.enum(KIND_NAMES)).max(KIND_NAMES.length),
  onCallContact: line(200).nullable(),
  /** Who owns what the controller opens. */
  onCallAccountId: z.string().max(60).nullable(),
  /** How long git and runtime may disagree before it is late. */
  reconciliationHours: z.number().int().min(1).max(720),
  /** How long after an emergency somebody else has to have looked at it. */
  postReviewHours: z.number().int().min(1).max(720),
  /** Recording refuses a call that names a release or an arm and carries no signed assignment. */
  onlySignedTraffic: z.boolean(),
} as const;

export const projectSettings = z.strictObject({ ...settings, version: z.number().int() });
export type ProjectSettings = z.output<typeof projectSettings>;

export const projectEndpoints = {
  getProjectSettings: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/settings",
    operationId: "getProjectSettings",
    summary:
      "A project's settings: floors of every promotion and of recording, the on-call contact and deadlines",
    permission: "project:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: projectSettings,
    errors: projectErrors,
  }),
  changeProjectSettings: defineEndpoint({
    method: "PUT",
    path: "/api/v1/projects/{project}/settings",
    operationId: "changeProjectSettings",
    summary: "Change a project's settings; lowering a floor needs a reason",
    permission: "project:manage",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({
      ...settings,
      reason: reasonText.optional(),
      expectedVersion: z.number().int().positive(),
    }),
    response: projectSettings,
    idempotency: "optional",
    errors: writeErrors,
  }),
  listRepositories: defineEndpoint({
    method: "GET",
    path: "/api/v1/repositories",
    operationId: "listRepositories",
    summary: "The folders below OPS_REPO_DIR that hold a git repository, for a new project",
    permission: "installation:manage",
    params: z.strictObject({}),
    query: noQuery,
    body: null,
    response: z.strictObject({
      items: z.array(z.strictObject({ name: z.string(), isTaken: z.boolean() })),
    }),
    errors: ["unauthenticated", "forbidden", "insufficient-scope", "internal", "unavailable"],
  }),
  createProject: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects",
    operationId: "createProject",
    summary: "Make a project with its environments; whoever makes it is its first admin",
    permission: "installation:manage",
    params: z.strictObject({}),
    query: noQuery,
    body: z.strictObject({ project: newProject }),
    response: z.strictObject({ project: slug }),
    status: 201,
    idempotency: "optional",
    errors: [...writeErrors, "bad-repository"],
  }),
  listProjects: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects",
    operationId: "listProjects",
    summary: "The projects that the caller belongs to",
    permission: "signed-in",
    params: z.strictObject({}),
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(projectRow) }),
    errors: ["unauthenticated", "internal", "unavailable"],
  }),
};
