import type { LineagePart } from "../../contracts/requests.ts";
import type { ComparedRelease } from "../../domain/lineage/list-comparisons.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import type { Reader } from "../client.ts";
import { getRelease } from "./get-release.ts";
import { loadFileTexts } from "./load-file-texts.ts";
import type { Project } from "./projects.ts";

/** loadLineageParts reads each part of a release with its contents, beside the same part of the compared release. */
export async function loadLineageParts(
  db: Reader,
  project: Project,
  releaseId: string,
  compared: ComparedRelease | null,
): Promise<LineagePart[]> {
  const { parts } = await getRelease(db, project, { releaseId });
  const components = await db.releaseComponent.findMany({ where: { projectId: project.id, releaseId } });
  const versionIdByKey = new Map(components.map((row) => [row.key, row.artifactVersionId]));
  const texts = await loadFileTexts(
    db,
    components.map((row) => row.artifactVersionId),
  );
  const base =
    compared === null ? [] : (await getRelease(db, project, { releaseId: compared.releaseId })).parts;
  const baseByKey = new Map(base.map((part) => [part.key, part]));
  return parts.map(({ key, kind, name, version, digest, sighting }) => {
    const other = baseByKey.get(key);
    const isSame =
      other !== undefined && other.digest === digest && refOf(other) === refOf({ name, version });
    const change = other === undefined ? "added" : isSame ? "same" : "changed";
    return {
      ...{ key, kind, name, version, digest, sighting },
      change: compared === null ? null : change,
      comparedRef: other === undefined ? null : refOf(other),
      files: texts
        .filter((file) => file.artifactVersionId === versionIdByKey.get(key))
        .map(({ path, text }) => ({ path, text })),
    };
  });
}
