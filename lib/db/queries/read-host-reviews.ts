import { z } from "zod";
import type { HostReviewRow } from "../../contracts/promotions.ts";
import { HOST_REVIEW_STATES } from "../../domain/promotions/host-review.ts";
import type { PromotionModel } from "../generated/models.ts";

const stored = z.array(
  z.object({
    reviewer: z.string(),
    state: z.enum(HOST_REVIEW_STATES),
    commit: z.string().nullable(),
    at: z.string(),
  }),
);

/** readHostReviews reads what people said about a promotion on the git host, as the worker last found it there. */
export function readHostReviews({
  hostReviews,
  headCommit,
}: Pick<PromotionModel, "hostReviews" | "headCommit">): HostReviewRow[] {
  return stored
    .parse(hostReviews)
    .map(({ commit, ...review }) => ({ ...review, isOfHead: commit !== null && commit === headCommit }));
}
