import { AppError } from "../../domain/errors.ts";
import type { KeyedPart } from "../../domain/releases/release-part.ts";
import type { Reader, Transaction } from "../client.ts";

/** What a release is composed of, before it has keys. */
export type ComponentRef = { kind: string; name: string; version: string; digest?: string };
/** A version as a part, with the id of its row. */
export type ResolvedPart = {
  kind: string;
  name: string;
  version: string;
  digest: string;
  artifactVersionId: string;
};

export type NewRelease = {
  projectId: string;
  id: string;
  fingerprint: string;
  manifestDigest: string;
  manifest: string;
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  parts: readonly (KeyedPart & { artifactVersionId: string })[];
};

/**
 * resolveParts finds the version that each reference names in the project's registry, seen in git at least once.
 * Throws unknown-artifact-version for one that is not there, or whose named digest is not the one that is there.
 */
export async function resolveParts(
  db: Reader,
  projectId: string,
  refs: readonly ComponentRef[],
): Promise<ResolvedPart[]> {
  const rows = await db.artifactVersion.findMany({
    where: {
      projectId,
      sightings: { some: {} },
      OR: refs.map(({ kind, name, version }) => ({ kind, name, version })),
    },
  });
  return refs.map((ref, index) => {
    const row = rows.find(
      (found) => found.kind === ref.kind && found.name === ref.name && found.version === ref.version,
    );
    const label = `${ref.kind} ${ref.name}@${ref.version}`;
    if (row === undefined)
      throw unknownVersion(index, `${label} is not in the registry: push it to the ops repository first.`);
    if (ref.digest !== undefined && ref.digest !== row.digest) {
      throw unknownVersion(
        index,
        `${label} has the digest ${row.digest} in the registry, and ${ref.digest} was named.`,
      );
    }
    const { id, kind, name, version, digest } = row;
    return { kind, name, version, digest, artifactVersionId: id };
  });
}

function unknownVersion(index: number, sentence: string): AppError {
  const errors = [{ pointer: `/components/${index}`, message: sentence }];
  return new AppError("unknown-artifact-version", sentence, { errors });
}

/** findManifestDigest returns the manifest digest of the project's release with this id, or null. */
export async function findManifestDigest(db: Reader, projectId: string, id: string): Promise<string | null> {
  const row = await db.release.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { manifestDigest: true },
  });
  return row?.manifestDigest ?? null;
}

/** saveRelease writes a release with its parts; false where the id is there already (also from a race). */
export async function saveRelease(tx: Transaction, release: NewRelease): Promise<boolean> {
  const { parts, ...row } = release;
  const { count } = await tx.release.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) return false;
  await tx.releaseComponent.createMany({
    data: parts.map(({ key, kind, name, version, digest, artifactVersionId }) => ({
      ...{ projectId: row.projectId, releaseId: row.id },
      ...{ key, kind, name, version, digest, artifactVersionId },
    })),
  });
  return true;
}
