import type { Project } from "../../db/queries/projects.ts";
import { principalRef } from "../../domain/access/principal.ts";
import type { ServiceContext } from "../context.ts";

/** ownerOf is who a new reconciliation belongs to: the person who acted, else the on-call contact of the settings. */
export function ownerOf(ctx: ServiceContext, project: Project): { owner: string; ownerName: string } {
  if (ctx.principal.kind === "account") {
    return { owner: principalRef(ctx.principal), ownerName: ctx.principal.name };
  }
  const owner = project.onCallAccountId === null ? "on-call" : `account:${project.onCallAccountId}`;
  return { owner, ownerName: project.onCallContact ?? "on-call" };
}
