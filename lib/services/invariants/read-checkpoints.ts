import type { Project } from "../../db/queries/projects.ts";
import { type GitCheckpoint, GitUnavailable } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";

/** readCheckpoints finds what the ops repository's main says about the audit chain; nothing while the host is away. */
export async function readCheckpoints(ctx: ServiceContext, project: Project): Promise<GitCheckpoint[]> {
  try {
    return (await ctx.gitHostFor(project).checkpoints?.()) ?? [];
  } catch (error) {
    if (!(error instanceof GitUnavailable)) throw error;
    return [];
  }
}
