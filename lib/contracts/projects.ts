import { z } from "zod";
import { ROLES } from "../domain/access/roles.ts";
import { noQuery, slug } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const projectRow = z.strictObject({
  slug,
  name: z.string(),
  isDemo: z.boolean(),
  /** The caller's own roles there. */
  roles: z.array(z.strictObject({ role: z.enum(ROLES), environment: z.string().nullable() })),
});
export type ProjectRow = z.output<typeof projectRow>;

export const projectEndpoints = {
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
