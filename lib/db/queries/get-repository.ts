import type { RepositoryState } from "../../contracts/artifacts.ts";
import type { Reader } from "../client.ts";
import { findRepositorySync } from "../repositories/registry-sync.ts";
import type { Project } from "./projects.ts";

/** getRepository reads how far a project's ops repository was read, and everything that could not be read as it is. */
export async function getRepository(db: Reader, project: Project): Promise<RepositoryState> {
  const sync = await findRepositorySync(db, project.id);
  return {
    headCommit: sync?.headCommit ?? null,
    checkedAt: sync?.checkedAt?.toISOString() ?? null,
    lastError: sync?.lastError ?? null,
    findings: sync?.findings ?? [],
  };
}
