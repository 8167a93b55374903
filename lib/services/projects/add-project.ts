import type { BodyOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { projectEndpoints } from "../../contracts/projects.ts";
import { markRenewalDue } from "../../db/repositories/sessions.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { parseRepositoryAddress } from "../../domain/gitops/parse-repository-address.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import { grantRoles } from "../access/create-account.ts";
import { authorizeInstallation } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { createProject } from "./create-project.ts";

type Create = typeof projectEndpoints.createProject;
type NewProject = BodyOf<Create>["project"];

/**
 * addProject makes one more project, whose first admin is whoever makes it. Its repository is read within seconds; a
 * folder need not exist yet. Throws `invalid` for a taken name or repository, and for a git host that this server
 * has no access to.
 */
export async function addProject(
  ctx: ServiceContext,
  input: { body: BodyOf<Create> },
): Promise<ResponseOf<Create>> {
  await authorizeInstallation(ctx);
  const { project } = input.body;
  const repository = repositoryOf(project);
  refuseUnreachable(ctx, { gitHost: project.gitHost, repository });
  const now = ctx.now();
  await transact(ctx, async (tx, audit) => {
    const { gitHost, slug, name } = project;
    const sharing = await tx.project.count({ where: { gitHost, repository } });
    if (sharing > 0) refuseRepository("Another project reads this repository; each has its own.");
    const created = await createProject(tx, audit, { slug, name, gitHost, repository, isDemo: false, now });
    const { id: accountId } = ctx.principal;
    const grants = [{ role: "admin" as const }];
    await grantRoles(tx, audit, { projectId: created.id, accountId, grants, now });
    await markRenewalDue(tx, accountId, now);
  });
  return { project: project.slug };
}

function repositoryOf({ gitHost, repository }: NewProject): string {
  if (gitHost === "local") return repository;
  try {
    const { owner, name } = parseRepositoryAddress(repository);
    return `${owner}/${name}`;
  } catch (error) {
    if (error instanceof AppError) refuseRepository(error.detail);
    throw error;
  }
}

/** A host that this server knows nothing of, or a folder that it may not read, is told now and not by the worker. */
function refuseUnreachable(ctx: ServiceContext, at: { gitHost: string; repository: string }): void {
  try {
    ctx.gitHostFor(at);
  } catch (error) {
    if (error instanceof GitUnavailable) refuseRepository(error.message);
    if (error instanceof AppError) refuseRepository(error.detail);
    throw error;
  }
}

function refuseRepository(message: string): never {
  throw new AppError("invalid", message, { errors: [{ pointer: "/project/repository", message }] });
}
