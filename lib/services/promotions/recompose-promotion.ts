import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promotionEndpoints } from "../../contracts/promotions.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { findRecomposed } from "../../db/queries/get-promotion.ts";
import type { Project } from "../../db/queries/projects.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { promotionStateOf } from "../../domain/promotions/promotion-state.ts";
import { type Recomposed, recomposeParts, refuseRecompose } from "../../domain/promotions/recompose.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { composeAndSave } from "../releases/create-release.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { insertPromotion } from "./create-promotion.ts";
import { movePromotion } from "./move-promotion.ts";

type Recompose = typeof promotionEndpoints.recomposePromotion;

/**
 * recomposePromotion puts a promotion's own changes on the base that moved: a new release, proposed anew, and the old
 * promotion superseded in the same transaction. Doing it again answers with the promotion that took its place.
 */
export async function recomposePromotion(
  ctx: ServiceContext,
  input: { params: ParamsOf<Recompose> },
): Promise<ResponseOf<Recompose>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "promotion:propose", { projectId: project.id });
  const { number } = input.params;
  const key = { where: { projectId_number: { projectId: project.id, number } } };
  const promotion = await ctx.db.promotion.findUnique(key);
  if (promotion === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const known = await findRecomposed(ctx.db, project.id, number);
  if (known !== null)
    return {
      number: known.number,
      releaseId: known.releaseId,
      state: promotionStateOf(known),
      conflicts: [],
    };
  const { parts, conflicts } = await recompose(ctx, project, promotion);
  const components = parts.map(({ kind, name, version, digest }) => ({ kind, name, version, digest }));
  // The answer of the request belongs to the promotion, not to this first step.
  const { idempotency: _, ...step } = ctx;
  const { id: releaseId } = await composeAndSave(step, project, components);
  const { environment, title } = promotion;
  return transact(ctx, async (tx, audit) => {
    const old = await tx.promotion.findUniqueOrThrow(key);
    const reason = `Composed again as ${releaseId}, because the base moved.`;
    const change = { endedAt: ctx.now(), endReason: reason, approvedAt: null, nextTryAt: null };
    await movePromotion(tx, audit, old, { kind: "superseded" }, { change, reason });
    const made = await insertPromotion(ctx, tx, audit, project, {
      releaseId,
      environment,
      title,
      recomposedFrom: number,
    });
    return { ...made, releaseId, conflicts: conflicts.map(({ sentence }) => sentence) };
  });
}

async function recompose(
  ctx: ServiceContext,
  project: Project,
  promotion: PromotionModel,
): Promise<Recomposed> {
  const { baseReleaseId, releaseId, environment } = promotion;
  const { baseReleaseId: currentBaseId } = await loadEnvironmentFacts(ctx.db, project.id, environment);
  throwRefusal(refuseRecompose({ state: promotionStateOf(promotion), baseReleaseId, currentBaseId }));
  const [base, oldBase, candidate] = [
    await partsOf(ctx, project, currentBaseId),
    await partsOf(ctx, project, baseReleaseId),
    await partsOf(ctx, project, releaseId),
  ];
  return recomposeParts(base, oldBase, candidate);
}

async function partsOf(ctx: ServiceContext, project: Project, releaseId: string | null) {
  if (releaseId === null) return [];
  return ctx.db.releaseComponent.findMany({ where: { projectId: project.id, releaseId } });
}
