import type { Reader } from "../client.ts";

/** takesOnlySigned says whether a project takes calls that name a release only with a signed assignment. */
export async function takesOnlySigned(db: Reader, projectId: string): Promise<boolean> {
  const select = { onlySignedTraffic: true } as const;
  const project = await db.project.findUnique({ where: { id: projectId }, select });
  return project?.onlySignedTraffic ?? false;
}
