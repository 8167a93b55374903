import { readChain } from "../../db/queries/load-audit-events.ts";
import type { Project } from "../../db/queries/projects.ts";
import { releaseAuthorIds } from "../../db/queries/release-authors.ts";
import type { AuditEvent } from "../../domain/audit/audit-event.ts";
import type { KnownCheckpoint } from "../../domain/audit/checkpoint-line.ts";
import { GENESIS } from "../../domain/audit/verify-chain.ts";
import type { InvariantFacts, PromotionFact, ReleaseFact } from "../../domain/invariants/invariant-facts.ts";
import type { ServiceContext } from "../context.ts";
import { listUnguardedTables } from "./list-unguarded-tables.ts";
import { readCheckpoints } from "./read-checkpoints.ts";
import { readNamedInGit, readReconciliationPulls } from "./read-git-facts.ts";

type Where = { where: { projectId: string } };

/** loadInvariantFacts reads one project whole: its rows, its audit chain, and what git and the checkpoint file say now. */
export async function loadInvariantFacts(
  ctx: ServiceContext,
  project: Project,
  kept: readonly KnownCheckpoint[],
): Promise<InvariantFacts> {
  const where: Where = { where: { projectId: project.id } };
  const reconciliations = await ctx.db.reconciliation.findMany(where);
  const [unguardedTables, checkpoints] = [
    await listUnguardedTables(ctx.db),
    await readCheckpoints(ctx, project),
  ];
  return {
    ...(await loadMotion(ctx, project, where)),
    reviews: await ctx.db.review.findMany(where),
    decisions: await ctx.db.decision.findMany(where),
    rollbacks: (await ctx.db.rollback.findMany(where)).map(({ createdAt, ...row }) => ({
      ...row,
      at: createdAt,
    })),
    quarantines: await ctx.db.quarantine.findMany(where),
    knownGood: await ctx.db.knownGood.findMany(where),
    promotions: await loadPromotions(ctx, where),
    releases: await loadReleases(ctx, where),
    events: await loadEvents(ctx, project.id),
    head: (await ctx.db.auditHead.findUnique({ where: { chain: project.id } })) ?? GENESIS,
    reconciliations,
    reconciliationPulls: await readReconciliationPulls(ctx, project, reconciliations),
    unguardedTables,
    checkpoints: [...checkpoints, ...kept.filter(({ chain }) => chain === project.id)],
  };
}

async function loadMotion(ctx: ServiceContext, project: Project, where: Where) {
  const environments = await ctx.db.environment.findMany({ ...where, orderBy: { position: "asc" } });
  const nameOf = new Map(environments.map(({ id, name }) => [id, name]));
  const allocations = await ctx.db.allocation.findMany({
    ...where,
    orderBy: [{ environmentId: "asc" }, { version: "asc" }],
  });
  const named = await readNamedInGit(ctx, project, [...nameOf.values()]);
  return {
    environments: environments.map(({ name, allocationVersion }) => ({
      ...{ name, allocationVersion },
      namedInGit: named.get(name) ?? { state: "unknown" as const },
    })),
    allocations: allocations.map(({ environmentId, createdAt, ...row }) => ({
      ...row,
      environment: nameOf.get(environmentId) ?? environmentId,
      at: createdAt,
    })),
    rollouts: await ctx.db.rollout.findMany(where),
  };
}

/** Who wrote a release is asked as the review asked: with the base that the promotion was composed on. */
async function loadPromotions(ctx: ServiceContext, where: Where): Promise<PromotionFact[]> {
  const rows = await ctx.db.promotion.findMany(where);
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      authorIds: new Set([
        ...(await releaseAuthorIds(ctx.db, row.projectId, row.releaseId, row.baseReleaseId)),
        row.authorId,
      ]),
    })),
  );
}

async function loadReleases(ctx: ServiceContext, where: Where): Promise<ReleaseFact[]> {
  const rows = await ctx.db.release.findMany({ ...where, include: { components: true } });
  return rows.map(({ components, ...row }) => ({ ...row, parts: components }));
}

async function loadEvents(ctx: ServiceContext, chain: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for await (const batch of readChain(ctx.db, chain)) events.push(...batch);
  return events;
}
