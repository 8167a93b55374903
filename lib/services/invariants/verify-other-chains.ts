import { readChain } from "../../db/queries/load-audit-events.ts";
import type { AuditEvent } from "../../domain/audit/audit-event.ts";
import type { KnownCheckpoint } from "../../domain/audit/checkpoint-line.ts";
import { GENESIS } from "../../domain/audit/verify-chain.ts";
import { checkChain } from "../../domain/invariants/check-audit.ts";
import type { Violation } from "../../domain/invariants/violation.ts";
import type { ServiceContext } from "../context.ts";

/**
 * verifyOtherChains finds what is wrong in the audit chains that are no project's: `installation`, and those of
 * projects that the checkpoint file or the database still name although the project is gone.
 */
export async function verifyOtherChains(
  ctx: ServiceContext,
  kept: readonly KnownCheckpoint[],
): Promise<Violation[]> {
  const projects = new Set((await ctx.db.project.findMany({ select: { id: true } })).map(({ id }) => id));
  const heads = await ctx.db.auditHead.findMany();
  const events = await ctx.db.auditEvent.groupBy({ by: ["chain"] });
  const named = [...heads, ...events, ...kept].map(({ chain }) => chain);
  const others = [...new Set(named)].filter((chain) => !projects.has(chain)).sort();
  const found: Violation[] = [];
  for (const chain of others) {
    const violations = checkChain({
      events: await loadEvents(ctx, chain),
      head: heads.find((head) => head.chain === chain) ?? GENESIS,
      checkpoints: kept.filter((line) => line.chain === chain),
    });
    found.push(...violations.map((each) => ({ ...each, subject: `chain ${chain}, ${each.subject}` })));
  }
  return found;
}

async function loadEvents(ctx: ServiceContext, chain: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for await (const batch of readChain(ctx.db, chain)) events.push(...batch);
  return events;
}
