import type { Project } from "../../db/queries/projects.ts";
import { AppError } from "../../domain/errors.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { ServiceContext } from "../context.ts";
import { observeDesired } from "./observe-desired.ts";
import { type SyncOutcome, syncRepository } from "./sync-repository.ts";

/**
 * syncProject looks at a project's repository once: new versions enter the registry, and what main now names for
 * each environment is recorded. Nothing new changes nothing. Throws GitUnavailable when the host is away.
 */
export async function syncProject(ctx: ServiceContext, project: Project): Promise<void> {
  const result = await syncRepository(ctx, project);
  for (const desired of result.desired) await observeOne(ctx, project, desired, result.head);
  for (const desired of await leftOut(ctx, project, result)) {
    await observeOne(ctx, project, desired, result.head);
  }
}

/** An environment that tupelo.yaml does not list any more is served on, and git names nothing for it. */
async function leftOut(
  ctx: ServiceContext,
  project: Project,
  { desired, head }: SyncOutcome,
): Promise<DesiredInGit[]> {
  const listed = desired.map(({ environment }) => environment);
  const rows = await ctx.db.environment.findMany({
    where: { projectId: project.id, name: { notIn: listed }, allocationVersion: { gt: 0 } },
    orderBy: { position: "asc" },
  });
  const nobody = {
    authorName: "",
    authorEmail: "",
    authorEmails: [],
    authoredAt: new Date(0).toISOString(),
    subject: "",
  };
  const problem = "tupelo.yaml does not list this environment any more.";
  return rows.map(({ name }) => ({
    ...{ environment: name, releaseId: null, commit: head, manifest: null, problem },
    ...nobody,
  }));
}

/** One environment that moved meanwhile, or is refused, does not keep the others from being looked at; the next look decides anew. */
async function observeOne(
  ctx: ServiceContext,
  project: Project,
  desired: DesiredInGit,
  head: string,
): Promise<void> {
  try {
    await observeDesired(ctx, project, desired, head);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "internal") throw error;
    const { environment } = desired;
    const said = { project: project.slug, environment, code: error.code, detail: error.detail };
    if (error.code === "version-conflict") ctx.logger.debug(said, "the environment moved while git was read");
    else ctx.logger.warn(said, "what git names could not be acted on");
  }
}
