import type { Layout } from "../../domain/gitops/layout.ts";
import type { Reader } from "../client.ts";
import { findRepositorySync } from "../repositories/registry-sync.ts";

/** readLayout reads a project's layout as the worker last saw it on main; null before the first reading. */
export async function readLayout(db: Reader, projectId: string): Promise<Layout | null> {
  return (await findRepositorySync(db, projectId))?.layout ?? null;
}
