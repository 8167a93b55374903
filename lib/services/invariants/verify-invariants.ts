import type { Project } from "../../db/queries/projects.ts";
import type { KnownCheckpoint } from "../../domain/audit/checkpoint-line.ts";
import { checkClientLog } from "../../domain/invariants/check-client-log.ts";
import { checkInvariants } from "../../domain/invariants/check-invariants.ts";
import type { ClientLogLine } from "../../domain/invariants/client-log.ts";
import type { Violation } from "../../domain/invariants/violation.ts";
import type { ServiceContext } from "../context.ts";
import { countRows } from "./count-rows.ts";
import { loadInvariantFacts } from "./load-invariant-facts.ts";

/**
 * verifyInvariants finds what is wrong in a project now, and in what its clients saw; empty when all holds. `kept` is
 * what the checkpoint file says.
 */
export async function verifyInvariants(
  ctx: ServiceContext,
  project: Project,
  log: readonly ClientLogLine[] = [],
  kept: readonly KnownCheckpoint[] = [],
): Promise<Violation[]> {
  const facts = await loadInvariantFacts(ctx, project, kept);
  const countOf = await countRows(ctx.db, project.id, log);
  return [...checkInvariants(facts), ...checkClientLog(log, { allocations: facts.allocations, countOf })];
}
