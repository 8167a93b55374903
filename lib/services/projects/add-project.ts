import type { BodyOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { projectEndpoints } from "../../contracts/projects.ts";
import { markRenewalDue } from "../../db/repositories/sessions.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { checkRepository } from "../../domain/gitops/check-repository.ts";
import { grantRoles } from "../access/create-account.ts";
import { authorizeInstallation } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { createProject } from "./create-project.ts";

type Create = typeof projectEndpoints.createProject;
type NewProject = BodyOf<Create>["project"];

/**
 * addProject makes one more project, whose first admin is whoever makes it. Its repository is read within seconds; a
 * folder need not exist yet. Throws `invalid` for a taken name or repository, and `bad-repository` for what is none.
 * Whether a repository on GitHub can be reached the worker finds out, because it alone has the credentials.
 */
export async function addProject(
  ctx: ServiceContext,
  input: { body: BodyOf<Create> },
): Promise<ResponseOf<Create>> {
  await authorizeInstallation(ctx);
  const { project } = input.body;
  const { gitHost = "local", slug, name } = project;
  const repository = repositoryOf(project);
  refuseUnreadable(ctx, { gitHost, repository });
  const now = ctx.now();
  await transact(ctx, async (tx, audit) => {
    const others = await tx.project.findMany({ where: { gitHost }, select: { repository: true } });
    // GitHub tells no capital letters apart, and folders have none.
    const isTaken = others.some((other) => other.repository.toLowerCase() === repository.toLowerCase());
    if (isTaken) refuseRepository("invalid", "Another project reads this repository; each has its own.");
    const created = await createProject(tx, audit, { slug, name, gitHost, repository, isDemo: false, now });
    const { id: accountId } = ctx.principal;
    const grants = [{ role: "admin" as const }];
    await grantRoles(tx, audit, { projectId: created.id, accountId, grants, now });
    await markRenewalDue(tx, accountId, now);
  });
  return { project: project.slug };
}

function repositoryOf({ gitHost = "local", repository }: NewProject): string {
  try {
    return checkRepository(gitHost, repository);
  } catch (error) {
    if (error instanceof AppError) refuseRepository("bad-repository", error.detail);
    throw error;
  }
}

/** A folder that this server may not read is told now and not by the worker. */
function refuseUnreadable(ctx: ServiceContext, at: { gitHost: string; repository: string }): void {
  if (at.gitHost !== "local") return;
  try {
    ctx.gitHostFor(at);
  } catch (error) {
    if (error instanceof AppError) refuseRepository("bad-repository", error.detail);
    throw error;
  }
}

function refuseRepository(code: "invalid" | "bad-repository", message: string): never {
  throw new AppError(code, message, { errors: [{ pointer: "/project/repository", message }] });
}
