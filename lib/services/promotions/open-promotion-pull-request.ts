import type { PromotionModel } from "../../db/generated/models.ts";
import type { Assessment } from "../../db/queries/assess-promotion.ts";
import { diffReleases } from "../../db/queries/diff-releases.ts";
import { blockersOf } from "../../db/queries/get-promotion.ts";
import { getRelease } from "../../db/queries/get-release.ts";
import { loadReviews } from "../../db/queries/load-reviews.ts";
import type { Project } from "../../db/queries/projects.ts";
import { readLayout } from "../../db/queries/read-layout.ts";
import { GENESIS_HASH } from "../../domain/audit/audit-event.ts";
import { AppError } from "../../domain/errors.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import { buildPromotionText } from "../../domain/gitops/pull-request-text.ts";
import { manifestPath, writeReleaseManifest } from "../../domain/gitops/release-manifest.ts";
import { tallyReviews } from "../../domain/promotions/review-rules.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import { editAlias } from "../../git/alias-file.ts";
import type { GitHost, OpenOutcome } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";

export type OpenedPromotion = OpenOutcome & { mergeMessage: string };

/**
 * openPromotionPullRequest opens (or finds) the one pull request of a promotion: the release's manifest, and the one
 * line that names it. Its commit carries the manifest digest and the audit chain's head as trailers.
 */
export async function openPromotionPullRequest(
  ctx: ServiceContext,
  host: GitHost,
  project: Project,
  promotion: PromotionModel,
  assessment: Assessment,
): Promise<OpenedPromotion> {
  const { environment, releaseId } = promotion;
  const release = await getRelease(ctx.db, project, { releaseId });
  const aliases = await aliasesPath(ctx, project, environment);
  const text = await buildText(ctx, project, promotion, release.manifestDigest, assessment);
  const manifest = writeReleaseManifest({
    id: releaseId,
    manifestDigest: release.manifestDigest,
    components: release.parts.map((part) => ({
      key: part.key,
      ref: refOf(part),
      digest: part.digest,
      path: part.paths[0] ?? "",
      commit: part.sighting?.commit ?? "",
    })),
  });
  const outcome = await host.openPullRequest({
    branch: promotionBranch(environment, releaseId, promotion.number),
    title: text.title,
    body: text.body,
    commitMessage: text.commitMessage,
    author: { name: promotion.authorName, email: "tupelo@localhost" },
    at: ctx.now(),
    files: async (read) => {
      const edited = editAlias(await read(aliases), aliases, environment, releaseId);
      const path = manifestPath(releaseId);
      const isThere = (await read(path)) !== null;
      return new Map([[aliases, edited], ...(isThere ? [] : [[path, manifest] as const])]);
    },
  });
  return { ...outcome, mergeMessage: text.mergeMessage };
}

/** aliasesPath is the file that names an environment's release, as the project's layout says. */
export async function aliasesPath(
  ctx: ServiceContext,
  project: Project,
  environment: string,
): Promise<string> {
  const layout = await readLayout(ctx.db, project.id);
  const path = layout?.environments[environment]?.aliases;
  if (path !== undefined) return path;
  throw new AppError(
    "wrong-state",
    `tupelo.yaml of ${project.slug} does not name the environment ${environment}.`,
  );
}

/** auditReference is the head of a project's chain: a checkpoint that git keeps outside the database. */
export async function auditReference(
  ctx: ServiceContext,
  projectId: string,
): Promise<{ seq: number; hash: string }> {
  const head = await ctx.db.auditHead.findUnique({ where: { chain: projectId } });
  return { seq: head?.seq ?? 0, hash: head?.hash ?? GENESIS_HASH };
}

async function buildText(
  ctx: ServiceContext,
  project: Project,
  promotion: PromotionModel,
  manifestDigest: string,
  assessment: Assessment,
) {
  const reviews = await loadReviews(ctx.db, project.id, promotion.number);
  const approvers = reviews
    .filter((review) => review.decision === "approve")
    .map((review) => review.accountName);
  return buildPromotionText({
    environment: promotion.environment,
    releaseId: promotion.releaseId,
    baseReleaseId: promotion.baseReleaseId,
    manifestDigest,
    title: promotion.title,
    changes: await changesOf(ctx, project, promotion),
    approvedBy: [...new Set(approvers)],
    gate: [...assessment.gate.terms, ...assessment.fastChecks],
    blockers: blockersOf(assessment, tallyReviews(reviews, assessment.rules, ctx.now())),
    audit: await auditReference(ctx, project.id),
  });
}

async function changesOf(ctx: ServiceContext, project: Project, promotion: PromotionModel) {
  if (promotion.baseReleaseId === null) return [];
  const { parts } = await diffReleases(ctx.db, project, {
    releaseId: promotion.releaseId,
    otherId: promotion.baseReleaseId,
  });
  return parts
    .filter((part) => part.change !== "same")
    .map((part) => ({
      key: part.key,
      from: part.base === null ? null : refOf(part.base),
      to: part.candidate === null ? null : refOf(part.candidate),
    }));
}
