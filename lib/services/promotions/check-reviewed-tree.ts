import { parseYaml } from "../../contents/parse-yaml.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import type { Project } from "../../db/queries/projects.ts";
import { manifestPath, releaseManifestSchema } from "../../domain/gitops/release-manifest.ts";
import { readAlias } from "../../git/alias-file.ts";
import type { GitHost, PullRequest } from "../../git/git-host.ts";
import { findOtherChange, readTextAt } from "../../git/read-at.ts";
import type { ServiceContext } from "../context.ts";
import { aliasesPath } from "./open-promotion-pull-request.ts";

/**
 * checkReviewedTree says what a pull request's head holds beside what was reviewed; null when it is exactly that:
 * the alias line names the release, the manifest has the reviewed digest, and no other file changes. Of a merged one
 * main's own tree counts: what else came in with it is on main by the act of who merged it.
 */
export async function checkReviewedTree(
  ctx: ServiceContext,
  host: GitHost,
  project: Project,
  promotion: PromotionModel,
  pull: PullRequest,
): Promise<string | null> {
  const aliases = await aliasesPath(ctx, project, promotion.environment);
  const allowed = [aliases, manifestPath(promotion.releaseId)];
  const other = pull.state === "merged" ? null : await findOtherChange(host, pull, allowed);
  if (other !== null) return `Pull request ${pull.number} also changes ${other}, which nobody reviewed.`;
  const difference = await checkReviewedCommit(
    ctx,
    host,
    project,
    promotion,
    pull.mergeCommit ?? pull.headCommit,
  );
  return difference === null ? null : `Pull request ${pull.number} ${difference}`;
}

/** checkReviewedCommit says how a commit differs from what was reviewed in alias line and manifest; null when it does not. */
export async function checkReviewedCommit(
  ctx: ServiceContext,
  host: GitHost,
  project: Project,
  promotion: PromotionModel,
  commit: string,
): Promise<string | null> {
  const { releaseId, environment } = promotion;
  const aliases = await aliasesPath(ctx, project, environment);
  const named = readAlias((await readTextAt(host, commit, aliases)) ?? "", aliases, environment);
  if (named !== releaseId) return `names ${named ?? "nothing"} instead of ${releaseId}.`;
  const release = await ctx.db.release.findUniqueOrThrow({
    where: { projectId_id: { projectId: project.id, id: releaseId } },
  });
  const path = manifestPath(releaseId);
  const parsed = releaseManifestSchema.safeParse(
    parseYaml((await readTextAt(host, commit, path)) ?? "", path),
  );
  if (parsed.success && parsed.data.manifestDigest === release.manifestDigest) return null;
  return `holds another manifest of ${releaseId} than the one that was reviewed.`;
}
