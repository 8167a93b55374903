import { GitUnavailable } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { syncProject } from "./sync-project.ts";

/** syncRepositoryNow looks at one project's repository because something hinted at news; the loop looks anyway. */
export async function syncRepositoryNow(ctx: ServiceContext, input: { projectId: string }): Promise<void> {
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: input.projectId } });
  try {
    await syncProject(ctx, project);
  } catch (error) {
    if (!(error instanceof GitUnavailable)) throw error;
    ctx.logger.info({ project: project.slug, reason: error.message }, "the repository cannot be reached");
  }
}
