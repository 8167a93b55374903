import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { projectEndpoints } from "../../contracts/projects.ts";
import { listProjects as listProjectRows } from "../../db/queries/projects.ts";
import type { ServiceContext } from "../context.ts";

/** listProjects lists the caller's own projects with the roles held there; a key sees its one project. */
export async function listProjects(
  ctx: ServiceContext,
): Promise<ResponseOf<typeof projectEndpoints.listProjects>> {
  const projects = await listProjectRows(ctx.db, ctx.principal);
  const { principal } = ctx;
  return {
    items: projects.map(({ id, slug, name, isDemo }) => ({
      slug,
      name,
      isDemo,
      roles:
        principal.kind === "account"
          ? (principal.grants.get(id) ?? []).map(({ role, environment }) => ({
              role,
              environment: environment ?? null,
            }))
          : [],
    })),
  };
}
