import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { PartDiffResponse, releaseEndpoints } from "../../contracts/releases.ts";
import { findKind } from "../../domain/artifacts/index.ts";
import { AppError } from "../../domain/errors.ts";
import { diffReleases as diffParts, type PartDiff } from "../../domain/releases/diff-releases.ts";
import { pairFiles } from "../../domain/releases/pair-files.ts";
import type { Reader } from "../client.ts";
import type { ReleaseComponentModel } from "../generated/models.ts";
import { type FileText, loadFileTexts } from "./load-file-texts.ts";
import type { Project } from "./projects.ts";

type Response = ResponseOf<typeof releaseEndpoints.diffReleases>;
type Input = { releaseId: string; otherId: string };

/** diffReleases compares two releases part by part, with the texts of what differs. Throws not-found. */
export async function diffReleases(db: Reader, project: Project, input: Input): Promise<Response> {
  const candidate = await loadComponents(db, project, input.releaseId);
  const base = await loadComponents(db, project, input.otherId);
  const rows = diffParts(base, candidate);
  const changed = rows.filter((row) => row.change !== "same");
  const versionIdOf = new Map(
    [...base, ...candidate].map((part) => [identityOf(part), part.artifactVersionId]),
  );
  const versionIds = changed
    .flatMap((row) => [row.base, row.candidate])
    .flatMap((part) => {
      const id = part === null ? undefined : versionIdOf.get(identityOf(part));
      return id === undefined ? [] : [id];
    });
  const files = await loadFileTexts(db, versionIds);
  const filesOf = (part: PartDiff["base"]) =>
    files.filter((file) => part !== null && file.artifactVersionId === versionIdOf.get(identityOf(part)));
  return {
    base: input.otherId,
    candidate: input.releaseId,
    parts: rows.map((row) => toResponse(row, filesOf)),
  };
}

async function loadComponents(
  db: Reader,
  project: Project,
  releaseId: string,
): Promise<ReleaseComponentModel[]> {
  const rows = await db.releaseComponent.findMany({ where: { projectId: project.id, releaseId } });
  if (rows.length === 0) throw new AppError("not-found", "There is nothing here that you can see.");
  return rows;
}

function identityOf(part: { kind: string; name: string; version: string }): string {
  return JSON.stringify([part.kind, part.name, part.version]);
}

function toResponse(row: PartDiff, filesOf: (part: PartDiff["base"]) => FileText[]): PartDiffResponse {
  const { key, kind, change } = row;
  return {
    key,
    kind,
    change,
    base: toPart(row.base),
    candidate: toPart(row.candidate),
    files: change === "same" ? [] : diffFiles(row, filesOf),
    why: findKind(kind)?.whyItChangesAnswers ?? "",
  };
}

function toPart(part: PartDiff["base"]): PartDiffResponse["base"] {
  if (part === null) return null;
  const { key, kind, name, version, digest } = part;
  return { key, kind, name, version, digest };
}

function diffFiles(
  row: PartDiff,
  filesOf: (part: PartDiff["base"]) => FileText[],
): PartDiffResponse["files"] {
  const pairs = pairFiles(
    { version: row.base?.version ?? "", files: filesOf(row.base) },
    { version: row.candidate?.version ?? "", files: filesOf(row.candidate) },
  );
  return pairs
    .filter((pair) => pair.base?.contentDigest !== pair.candidate?.contentDigest)
    .map(({ path, base, candidate }) => ({
      path,
      base: base?.text ?? null,
      candidate: candidate?.text ?? null,
    }));
}
