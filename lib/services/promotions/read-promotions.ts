import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promotionEndpoints } from "../../contracts/promotions.ts";
import type { releaseEndpoints } from "../../contracts/releases.ts";
import { assessPromotion } from "../../db/queries/assess-promotion.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import * as promotion from "../../db/queries/get-promotion.ts";
import * as promotions from "../../db/queries/list-promotions.ts";
import { loadReviews } from "../../db/queries/load-reviews.ts";
import { isOpenPromotion, PROMOTION_STATES } from "../../domain/promotions/promotion-state.ts";
import { tallyReviews } from "../../domain/promotions/review-rules.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof promotionEndpoints.getPromotion;
type List = typeof promotionEndpoints.listPromotions;
type Blockers = typeof releaseEndpoints.listBlockers;

const OPEN_STATES = PROMOTION_STATES.filter(isOpenPromotion);

/** getPromotion reads one promotion for a member of its project. */
export async function getPromotion(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return promotion.getPromotion(ctx.db, project, {
    number: input.params.number,
    viewer: ctx.principal,
    now: ctx.now(),
  });
}

/** listPromotions lists promotions, newest first. */
export async function listPromotions(
  ctx: ServiceContext,
  input: { params: ParamsOf<List>; query: QueryOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return promotions.listPromotions(ctx.db, project, input.query);
}

/**
 * listBlockers says what stands between a release and an environment, as things are now. Where the release is
 * proposed there, it is the list of that promotion's page, with what its reviews still hold up.
 */
export async function listBlockers(
  ctx: ServiceContext,
  input: { params: ParamsOf<Blockers>; query: QueryOf<Blockers> },
): Promise<ResponseOf<Blockers>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { environment } = input.query;
  const { releaseId } = input.params;
  const facts = await loadEnvironmentFacts(ctx.db, project.id, environment);
  const open = await ctx.db.promotion.findFirst({
    where: { projectId: project.id, releaseId, environment, state: { in: OPEN_STATES } },
    orderBy: { number: "desc" },
  });
  const now = ctx.now();
  const asked = { releaseId, environment, baseReleaseId: facts.baseReleaseId, authorId: "" };
  const assessment = await assessPromotion(ctx.db, project, { ...(open ?? asked), now });
  const reviews = open === null ? [] : await loadReviews(ctx.db, project.id, open.number);
  const tally = tallyReviews(reviews, assessment.rules, now);
  return { environment, blockers: promotion.blockersOf(assessment, tally) };
}
