import { getProject, type Project } from "../../db/queries/projects.ts";
import type { ServiceContext } from "../context.ts";

/** resolveProject turns the name in an address into a project of the caller; not-found for outsiders. */
export function resolveProject(ctx: ServiceContext, slug: string): Promise<Project> {
  return getProject(ctx.db, ctx.principal, slug);
}
