import { type Layout, layoutSchema } from "../../domain/gitops/layout.ts";
import type { Reader } from "../client.ts";

/** readLayout reads a project's layout as the worker last saw it on main; null before the first reading. */
export async function readLayout(db: Reader, projectId: string): Promise<Layout | null> {
  const row = await db.repositorySync.findUnique({ where: { projectId }, select: { layout: true } });
  if (row === null || row.layout === null) return null;
  return layoutSchema.parse(row.layout);
}
