import type { Transaction } from "../client.ts";
import type { ProjectModel } from "../generated/models.ts";

/** lockProject makes what must not be done twice in a project at once (members, secrets, targets) wait for each other. */
export async function lockProject(tx: Transaction, projectId: string): Promise<ProjectModel> {
  await tx.$queryRaw`SELECT 1 FROM project WHERE id = ${projectId} FOR UPDATE`;
  return tx.project.findUniqueOrThrow({ where: { id: projectId } });
}
