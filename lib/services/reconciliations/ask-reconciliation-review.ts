import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import type { Transaction } from "../../db/client.ts";
import type { ReconciliationModel } from "../../db/generated/models.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { findRepositorySync } from "../../db/repositories/registry-sync.ts";
import { type Audit, expectOne, transact } from "../../db/transact.ts";
import { refuseAskReview } from "../../domain/environments/classify-desired.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { insertPromotion } from "../promotions/create-promotion.ts";
import { ensureRelease, isConfirmed, type Manifest } from "../registry/confirm-manifest.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";

type Ask = typeof reconciliationEndpoints.askReconciliationReview;

/**
 * askReconciliationReview proposes the release that git names and nobody reviewed. Once it is reviewed its rollout
 * starts, and the reconciliation closes by the facts. Errors: wrong-state, invalid-target, and what proposing refuses.
 */
export async function askReconciliationReview(
  ctx: ServiceContext,
  input: { params: ParamsOf<Ask> },
): Promise<ResponseOf<Ask>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "promotion:propose", { projectId: project.id });
  const { number } = input.params;
  const row = await ctx.db.reconciliation.findUnique({
    where: { projectId_number: { projectId: project.id, number } },
  });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const { environment } = row;
  authorize(ctx, "promotion:propose", { projectId: project.id, environment });
  const releaseId = await composedRelease(ctx, project, row);
  const title = `Review ${releaseId}, which git names already`;
  return transact(ctx, async (tx, audit) => {
    const draft = { releaseId, environment, title, recomposedFrom: null };
    const promotion = await insertPromotion(ctx, tx, audit, project, draft);
    await noteChoice(tx, audit, row, promotion.number);
    return { number, promotionNumber: promotion.number };
  });
}

/** The release that git names, registered from its manifest where it is not known yet. */
async function composedRelease(
  ctx: ServiceContext,
  project: Project,
  row: ReconciliationModel,
): Promise<string> {
  const { quarantined } = await loadEnvironmentFacts(ctx.db, project.id, row.environment);
  const { desiredReleaseId: named } = row;
  const isKnown = named !== null && (await isInRegistry(ctx, project, named));
  const manifest = isKnown || named === null ? null : await confirmedManifest(ctx, project, row);
  throwRefusal(
    refuseAskReview({ ...row, namedReleaseId: named, quarantined, isComposed: isKnown || manifest !== null }),
  );
  if (manifest !== null) {
    // The answer of the request belongs to the review that is asked for, not to this first step.
    const { idempotency: _, ...step } = ctx;
    await transact(step, (tx, audit) => ensureRelease(tx, audit, ctx, project, manifest));
  }
  if (named === null) throw new AppError("internal", "Git names no release.");
  return named;
}

async function isInRegistry(ctx: ServiceContext, project: Project, id: string): Promise<boolean> {
  const key = { projectId_id: { projectId: project.id, id } };
  return (await ctx.db.release.findUnique({ where: key })) !== null;
}

async function confirmedManifest(
  ctx: ServiceContext,
  project: Project,
  row: ReconciliationModel,
): Promise<Manifest | null> {
  const sync = await findRepositorySync(ctx.db, project.id);
  const named = sync?.desired.find(({ environment }) => environment === row.environment);
  const manifest = named?.releaseId === row.desiredReleaseId ? (named?.manifest ?? null) : null;
  return manifest !== null && (await isConfirmed(ctx.db, project.id, manifest)) ? manifest : null;
}

async function noteChoice(
  tx: Transaction,
  audit: Audit,
  row: ReconciliationModel,
  promotionNumber: number,
): Promise<void> {
  const { count } = await tx.reconciliation.updateMany({
    where: { projectId: row.projectId, number: row.number, version: row.version, state: "open" },
    data: { choice: "review", version: { increment: 1 } },
  });
  expectOne(count, "reconciliation");
  audit({
    ...reconciliationEvent(row, "reconciliation.review_chosen"),
    before: { choice: row.choice },
    after: { choice: "review", promotion: promotionNumber },
  });
}
