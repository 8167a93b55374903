import type { Project } from "../../db/queries/projects.ts";
import type { ServiceContext } from "../context.ts";
import { observeDesired } from "./observe-desired.ts";
import { syncRepository } from "./sync-repository.ts";

/**
 * syncProject looks at a project's repository once: new versions enter the registry, and what main now names for
 * each environment is recorded. Nothing new changes nothing. Throws GitUnavailable when the host is away.
 */
export async function syncProject(ctx: ServiceContext, project: Project): Promise<void> {
  const result = await syncRepository(ctx, project);
  for (const desired of result.desired) {
    if (desired.releaseId === null) continue;
    await observeDesired(ctx, project, { ...desired, releaseId: desired.releaseId });
  }
}
