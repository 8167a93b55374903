import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { projectEndpoints } from "../../contracts/projects.ts";
import { transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { grantRoles } from "../access/create-account.ts";
import type { ServiceContext } from "../context.ts";
import { createProject, type NewProject } from "./create-project.ts";

type Wanted = Pick<NewProject, "slug" | "name" | "repository" | "gitHost">;

/**
 * addProject makes one more project, whose first admin is who made it. Only an admin of a project here may: no
 * project's data is touched, but the server's credentials for git are used for it from then on.
 */
export async function addProject(
  ctx: ServiceContext,
  account: AccountPrincipal,
  wanted: Wanted,
): Promise<ResponseOf<typeof projectEndpoints.createProject>> {
  const isAdmin = [...account.grants.values()].flat().some(({ role }) => role === "admin");
  if (!isAdmin) throw new AppError("forbidden", "Only an admin of a project here may make another one.");
  const now = ctx.now();
  return transact({ ...ctx, principal: account }, async (tx, audit) => {
    const { id, repository } = await createProject(tx, audit, { ...wanted, isDemo: false, now });
    await grantRoles(tx, audit, { projectId: id, accountId: account.id, grants: [{ role: "admin" }], now });
    return { slug: wanted.slug, name: wanted.name, gitHost: wanted.gitHost ?? "local", repository };
  });
}
