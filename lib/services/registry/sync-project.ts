import type { Project } from "../../db/queries/projects.ts";
import { AppError } from "../../domain/errors.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { ServiceContext } from "../context.ts";
import { observeDesired } from "./observe-desired.ts";
import { syncRepository } from "./sync-repository.ts";

/**
 * syncProject looks at a project's repository once: new versions enter the registry, and what main now names for
 * each environment is recorded. Nothing new changes nothing. Throws GitUnavailable when the host is away.
 */
export async function syncProject(ctx: ServiceContext, project: Project): Promise<void> {
  const result = await syncRepository(ctx, project);
  for (const desired of result.desired) await observeOne(ctx, project, desired, result.head);
}

/** One environment that moved meanwhile does not keep the others from being looked at; the next look decides anew. */
async function observeOne(
  ctx: ServiceContext,
  project: Project,
  desired: DesiredInGit,
  head: string,
): Promise<void> {
  try {
    await observeDesired(ctx, project, desired, head);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "version-conflict") throw error;
    const { environment } = desired;
    ctx.logger.debug({ project: project.slug, environment }, "the environment moved while git was read");
  }
}
