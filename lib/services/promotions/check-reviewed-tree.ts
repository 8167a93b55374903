import type { PromotionModel } from "../../db/generated/models.ts";
import type { Project } from "../../db/queries/projects.ts";
import { manifestPath, releaseManifestSchema } from "../../domain/gitops/release-manifest.ts";
import { readAlias } from "../../git/alias-file.ts";
import type { GitHost, PullRequest } from "../../git/git-host.ts";
import { parseYaml } from "../../git/parse-yaml.ts";
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
  const { releaseId, environment } = promotion;
  const aliases = await aliasesPath(ctx, project, environment);
  const manifest = manifestPath(releaseId);
  const base = new Map((await host.listTree(pull.baseCommit)).map((entry) => [entry.path, entry.blob]));
  const commit = pull.mergeCommit ?? pull.headCommit;
  const head = new Map((await host.listTree(commit)).map((entry) => [entry.path, entry.blob]));
  const paths = [...new Set([...base.keys(), ...head.keys()])];
  const other = paths.find(
    (path) => base.get(path) !== head.get(path) && path !== aliases && path !== manifest,
  );
  if (other !== undefined && pull.state !== "merged")
    return `Pull request ${pull.number} also changes ${other}, which nobody reviewed.`;
  const named = readAlias((await readText(host, head.get(aliases))) ?? "", aliases, environment);
  if (named !== releaseId)
    return `Pull request ${pull.number} names ${named ?? "nothing"} instead of ${releaseId}.`;
  const release = await ctx.db.release.findUniqueOrThrow({
    where: { projectId_id: { projectId: project.id, id: releaseId } },
  });
  const parsed = releaseManifestSchema.safeParse(
    parseYaml((await readText(host, head.get(manifest))) ?? "", manifest),
  );
  if (parsed.success && parsed.data.manifestDigest === release.manifestDigest) return null;
  return `Pull request ${pull.number} holds another manifest of ${releaseId} than the one that was reviewed.`;
}

async function readText(host: GitHost, blob: string | undefined): Promise<string | null> {
  const bytes = blob === undefined ? null : await host.readBlob(blob);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
