import { notFound } from "next/navigation";
import { cache } from "react";
import type { z } from "zod";
import { getProject, type Project } from "../db/queries/projects.ts";
import { readLayout } from "../db/queries/read-layout.ts";
import { can } from "../domain/access/can.ts";
import { type ProjectPermission, permissionRule } from "../domain/access/permissions.ts";
import type { AccountPrincipal } from "../domain/access/principal.ts";
import { AppError } from "../domain/errors.ts";
import type { ServiceContext } from "../services/context.ts";
import { pageContext } from "./page-principal.ts";

export type Viewer = {
  id: string;
  name: string;
  /** Why the viewer may not do this, for the words under a disabled button; null when allowed. Services decide. */
  refusal: (permission: ProjectPermission, environment?: string) => string | null;
};

export type PageProject = {
  ctx: ServiceContext & { principal: AccountPrincipal };
  project: Project;
  viewer: Viewer;
};

/** pageProject is the start of every page of a project: who looks, and at what; outsiders get "not found". */
export const pageProject = cache(async (slug: string): Promise<PageProject> => {
  const ctx = await pageContext();
  const project = await readOrNotFound(getProject(ctx.db, ctx.principal, slug));
  return { ctx, project, viewer: viewerOf(ctx.principal, project) };
});

/** readOrNotFound turns a query's not-found into Next's page for it; any other error stays one. */
export async function readOrNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
}

type SearchParams = Record<string, string | string[] | undefined>;

/** readQuery reads an address's filters by an endpoint's own schema; what does not fit is left out, not an error. */
export function readQuery<Query extends z.ZodObject>(schema: Query, search: SearchParams): z.output<Query> {
  const known = Object.entries(search).flatMap(([name, value]) =>
    typeof value === "string" && value !== "" && name in schema.shape ? [[name, value] as const] : [],
  );
  const parsed = schema.safeParse(Object.fromEntries(known));
  return parsed.success ? parsed.data : schema.parse({});
}

/** readRequiredKinds reads what the project's tupelo.yaml requires of a release; empty before the first sync. */
export async function readRequiredKinds(ctx: ServiceContext, project: Project): Promise<string[]> {
  return (await readLayout(ctx.db, project.id))?.requires ?? [];
}

function viewerOf(principal: AccountPrincipal, project: Project): Viewer {
  return {
    id: principal.id,
    name: principal.name,
    refusal: (permission, environment) => {
      if (can(principal, permission, { projectId: project.id, environment }) === null) return null;
      const roles = permissionRule(permission).roles.map(
        (role) => `${/^[aeiou]/.test(role) ? "an" : "a"} ${role}`,
      );
      return `Only ${roles.join(" or ")}${environment ? ` of ${environment}` : ""} can do this.`;
    },
  };
}
