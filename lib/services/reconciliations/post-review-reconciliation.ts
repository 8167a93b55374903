import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import type { Transaction } from "../../db/client.ts";
import type { ReconciliationModel } from "../../db/generated/models.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { refusePostReview } from "../../domain/environments/reconciliation.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";
import { lockReconciliation } from "./lock-reconciliation.ts";

type PostReview = typeof reconciliationEndpoints.postReviewReconciliation;

/** postReviewReconciliation records what somebody who did not act found when they looked at an emergency afterwards. */
export async function postReviewReconciliation(
  ctx: ServiceContext,
  input: { params: ParamsOf<PostReview>; body: BodyOf<PostReview> },
): Promise<ResponseOf<PostReview>> {
  const project = await resolveProject(ctx, input.params.project);
  const { number } = input.params;
  authorize(ctx, "reconciliation:review", { projectId: project.id });
  const now = ctx.now();
  const principal = principalRef(ctx.principal);
  return transact(ctx, async (tx, audit) => {
    const row = await lockReconciliation(tx, project.id, number);
    authorize(ctx, "reconciliation:review", { projectId: project.id, environment: row.environment });
    throwRefusal(
      refusePostReview({
        dueAt: row.postReviewDueAt,
        reviewedAt: row.postReviewedAt,
        actors: await actorsOf(tx, row),
        principal,
      }),
    );
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: project.id, number } },
      data: {
        postReviewedAt: now,
        postReviewedBy: principal,
        postReviewedByName: ctx.principal.name,
        postReview: input.body.comment,
        version: { increment: 1 },
      },
    });
    audit({
      ...reconciliationEvent(row, "reconciliation.post_reviewed"),
      after: { dueAt: row.postReviewDueAt?.toISOString() ?? null },
      reason: input.body.comment,
    });
    return { number, reviewedAt: now.toISOString() };
  });
}

/** Everybody who rolled the environment back while it was open, and who owns it by now. */
async function actorsOf(tx: Transaction, row: ReconciliationModel): Promise<Set<string>> {
  const rollbacks = await tx.rollback.findMany({
    where: {
      projectId: row.projectId,
      environment: row.environment,
      createdAt: { gte: row.openedAt, ...(row.closedAt === null ? {} : { lte: row.closedAt }) },
    },
    select: { actor: true },
  });
  return new Set([row.owner, ...rollbacks.map((rollback) => rollback.actor)]);
}
