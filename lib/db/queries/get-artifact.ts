import type { artifactEndpoints } from "../../contracts/artifacts.ts";
import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { loadFileTexts } from "./load-file-texts.ts";
import { loadPlacedFindings } from "./load-placed-findings.ts";
import { loadVersionRows, SIGHTED, withoutRowId } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

type Artifact = Omit<ParamsOf<typeof artifactEndpoints.getArtifact>, "project">;
/** A version as it is stored; what is wrong with it and what it says are read from its files by who asks. */
export type StoredArtifactVersion = Omit<
  ResponseOf<typeof artifactEndpoints.getArtifactVersion>,
  "problems" | "facts"
> & { rowId: string };
type Version = Omit<ParamsOf<typeof artifactEndpoints.getArtifactVersion>, "project">;

/**
 * getArtifact reads one artifact's versions, newest first, and what could not be read of its files. An artifact of
 * which nothing but findings is there has no versions. Throws not-found.
 */
export async function getArtifact(
  db: Reader,
  project: Project,
  { kind, name }: Artifact,
): Promise<ResponseOf<typeof artifactEndpoints.getArtifact>> {
  const rows = await loadVersionRows(db, { projectId: project.id, kind, name, ...SIGHTED });
  const paths = new Set(rows.flatMap((row) => row.paths));
  const placed = await loadPlacedFindings(db, project.id);
  const findings = placed.filter(
    ({ finding, artifacts }) =>
      paths.has(finding.path) || artifacts.some((one) => one.kind === kind && one.name === name),
  );
  if (rows.length === 0 && findings.length === 0) throw notFound();
  return { kind, name, versions: rows.map(withoutRowId), findings: findings.map(({ finding }) => finding) };
}

/** getArtifactVersion reads one version with its content and the releases made of it, newest first. Throws not-found. */
export async function getArtifactVersion(
  db: Reader,
  project: Project,
  { kind, name, version }: Version,
): Promise<StoredArtifactVersion> {
  const [row] = await loadVersionRows(db, { projectId: project.id, kind, name, version, ...SIGHTED });
  if (row === undefined) throw notFound();
  const files = await loadFileTexts(db, [row.id]);
  const uses = await db.releaseComponent.findMany({
    where: { projectId: project.id, artifactVersionId: row.id },
    select: { releaseId: true },
    orderBy: { release: { createdAt: "desc" } },
  });
  return {
    rowId: row.id,
    ...withoutRowId(row),
    files: files.map(({ path, contentDigest, sizeBytes, text }) => ({
      path,
      contentDigest,
      sizeBytes,
      text,
    })),
    usedBy: uses.map((use) => use.releaseId),
  };
}

function notFound(): AppError {
  return new AppError("not-found", "There is nothing here that you can see.");
}
