import { z } from "zod";
import { type artifactEndpoints, finding } from "../../contracts/artifacts.ts";
import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { loadFileTexts } from "./load-file-texts.ts";
import { loadVersionRows, SIGHTED, withoutRowId } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

type Artifact = Omit<ParamsOf<typeof artifactEndpoints.getArtifact>, "project">;
type Version = Omit<ParamsOf<typeof artifactEndpoints.getArtifactVersion>, "project">;

/** getArtifact reads one artifact's versions, newest first, and what could not be read at its paths. Throws not-found. */
export async function getArtifact(
  db: Reader,
  project: Project,
  { kind, name }: Artifact,
): Promise<ResponseOf<typeof artifactEndpoints.getArtifact>> {
  const rows = await loadVersionRows(db, { projectId: project.id, kind, name, ...SIGHTED });
  if (rows.length === 0) throw notFound();
  const paths = new Set(rows.flatMap((row) => row.paths));
  const sync = await db.repositorySync.findUnique({
    where: { projectId: project.id },
    select: { findings: true },
  });
  const findings = z.array(finding).safeParse(sync?.findings ?? []);
  return {
    kind,
    name,
    versions: rows.map(withoutRowId),
    findings: (findings.data ?? []).filter((item) => paths.has(item.path)),
  };
}

/** getArtifactVersion reads one version with its content and the releases made of it, newest first. Throws not-found. */
export async function getArtifactVersion(
  db: Reader,
  project: Project,
  { kind, name, version }: Version,
): Promise<ResponseOf<typeof artifactEndpoints.getArtifactVersion>> {
  const [row] = await loadVersionRows(db, { projectId: project.id, kind, name, version, ...SIGHTED });
  if (row === undefined) throw notFound();
  const files = await loadFileTexts(db, [row.id]);
  const uses = await db.releaseComponent.findMany({
    where: { projectId: project.id, artifactVersionId: row.id },
    select: { releaseId: true },
    orderBy: { release: { createdAt: "desc" } },
  });
  return {
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
