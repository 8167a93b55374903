import type { ReleaseDetail, ReleasePartResponse } from "../../contracts/releases.ts";
import { AppError } from "../../domain/errors.ts";
import { compareCodePoints } from "../../domain/releases/python-json.ts";
import type { Reader } from "../client.ts";
import { loadReleaseSummaries } from "./load-release-summaries.ts";
import { loadVersionRows } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

/** getRelease reads one release with its parts, by key, and where each part comes from. Throws not-found. */
export async function getRelease(
  db: Reader,
  project: Project,
  { releaseId }: { releaseId: string },
): Promise<ReleaseDetail> {
  const release = await db.release.findUnique({
    where: { projectId_id: { projectId: project.id, id: releaseId } },
    include: { components: true },
  });
  const [summary] = release === null ? [] : await loadReleaseSummaries(db, project.id, [releaseId]);
  if (release === null || summary === undefined) {
    throw new AppError("not-found", "There is nothing here that you can see.");
  }
  const versionIds = release.components.map((component) => component.artifactVersionId);
  const versions = await loadVersionRows(db, { projectId: project.id, id: { in: versionIds } });
  const versionById = new Map(versions.map((version) => [version.id, version]));
  const parts = release.components.map((component): ReleasePartResponse => {
    const { key, kind, name, version, digest, artifactVersionId } = component;
    const found = versionById.get(artifactVersionId);
    return { key, kind, name, version, digest, paths: found?.paths ?? [], sighting: found?.sighting ?? null };
  });
  return {
    ...summary,
    fingerprint: release.fingerprint,
    parts: parts.sort((left, right) => compareCodePoints(left.key, right.key)),
  };
}
