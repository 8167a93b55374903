import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { projectEndpoints } from "../../contracts/projects.ts";
import { listLocalRepositories } from "../../git/list-local-repositories.ts";
import { authorizeInstallation } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";

/** listRepositories lists what a new project of the local host could read, and what a project reads already. */
export async function listRepositories(
  ctx: ServiceContext,
  opsRepoDir: string,
): Promise<ResponseOf<typeof projectEndpoints.listRepositories>> {
  await authorizeInstallation(ctx);
  const projects = await ctx.db.project.findMany({
    where: { gitHost: "local" },
    select: { repository: true },
  });
  const taken = new Set(projects.map(({ repository }) => repository));
  const items = listLocalRepositories(opsRepoDir).map((name) => ({ name, isTaken: taken.has(name) }));
  return { items };
}
