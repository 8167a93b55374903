import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promotionEndpoints } from "../../contracts/promotions.ts";
import type { releaseEndpoints } from "../../contracts/releases.ts";
import { assessPromotion } from "../../db/queries/assess-promotion.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import * as promotion from "../../db/queries/get-promotion.ts";
import * as promotions from "../../db/queries/list-promotions.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof promotionEndpoints.getPromotion;
type List = typeof promotionEndpoints.listPromotions;
type Blockers = typeof releaseEndpoints.listBlockers;

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

/** listBlockers says what stands between a release and an environment, as things are now. */
export async function listBlockers(
  ctx: ServiceContext,
  input: { params: ParamsOf<Blockers>; query: QueryOf<Blockers> },
): Promise<ResponseOf<Blockers>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { environment } = input.query;
  const facts = await loadEnvironmentFacts(ctx.db, project.id, environment);
  const { mergeBlockers } = await assessPromotion(ctx.db, project, {
    releaseId: input.params.releaseId,
    environment,
    baseReleaseId: facts.environment.desiredReleaseId,
    authorId: "",
    now: ctx.now(),
  });
  return { environment, blockers: mergeBlockers.map(({ code, sentence }) => ({ code, sentence })) };
}
