import type { Project } from "../../db/queries/projects.ts";
import type { ChainHead } from "../../domain/audit/verify-chain.ts";
import type { ServiceContext } from "../context.ts";

/** readCheckpoints finds what the ops repository's pull requests say about the audit chain: `Tupelo-Audit: <seq> <hash>`. */
export async function readCheckpoints(_ctx: ServiceContext, _project: Project): Promise<ChainHead[]> {
  return [];
}
