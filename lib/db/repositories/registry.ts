import type { Reader, Transaction } from "../client.ts";
import type { Prisma } from "../generated/client.ts";

export type StoredVersion = {
  id: string;
  kind: string;
  name: string;
  version: string;
  digest: string;
  files: { path: string; blob: string; contentDigest: string }[];
};
/** Rows to add; what exists already is left as it is. */
export type RegistryRows = {
  contents: { digest: string; bytes: Uint8Array }[];
  versions: StoredVersion[];
  sightings: Omit<Prisma.SightingCreateManyInput, "projectId">[];
};

/** Rows per statement: far below Postgres' limit of parameters; contents may be large. */
const ROWS_PER_STATEMENT = 500;
const CONTENTS_PER_STATEMENT = 20;

/** listStoredVersions reads all versions of a project with their files. */
export async function listStoredVersions(db: Reader, projectId: string): Promise<StoredVersion[]> {
  return db.artifactVersion.findMany({
    where: { projectId },
    select: {
      id: true,
      kind: true,
      name: true,
      version: true,
      digest: true,
      files: { select: { path: true, blob: true, contentDigest: true } },
    },
  });
}

/** listSightingKeys reads which commits of main are stored as a version's sightings already, as sightingKey words them. */
export async function listSightingKeys(db: Reader, projectId: string): Promise<Set<string>> {
  const rows = await db.sighting.findMany({
    where: { projectId, stage: "published" },
    select: { artifactVersionId: true, lastCommit: true },
  });
  return new Set(rows.map(sightingKey));
}

/** sightingKey names a published sighting: a version and the commit that made its files what they are. */
export function sightingKey(sighting: { artifactVersionId: string; lastCommit: string }): string {
  return `${sighting.artifactVersionId} ${sighting.lastCommit}`;
}

/** appendRegistry adds contents, versions, files and sightings. Repeating it adds nothing. */
export async function appendRegistry(
  tx: Transaction,
  projectId: string,
  rows: RegistryRows,
  createdAt: Date,
): Promise<void> {
  for (const part of chunks(rows.contents, CONTENTS_PER_STATEMENT)) {
    const data = part.map(({ digest, bytes }) => ({
      digest,
      bytes: new Uint8Array(bytes),
      sizeBytes: bytes.byteLength,
      createdAt,
    }));
    await tx.content.createMany({ data, skipDuplicates: true });
  }
  for (const part of chunks(rows.versions, ROWS_PER_STATEMENT)) {
    const data = part.map(({ files: _, ...version }) => ({ ...version, projectId, createdAt }));
    await tx.artifactVersion.createMany({ data });
  }
  const files = rows.versions.flatMap(({ id, files }) =>
    files.map((file) => ({ artifactVersionId: id, ...file })),
  );
  for (const data of chunks(files, ROWS_PER_STATEMENT)) await tx.artifactFile.createMany({ data });
  for (const part of chunks(rows.sightings, ROWS_PER_STATEMENT)) {
    const data = part.map((sighting) => ({ ...sighting, projectId }));
    await tx.sighting.createMany({ data, skipDuplicates: true });
  }
}

function chunks<T>(rows: readonly T[], size: number): T[][] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, index) => rows.slice(index * size, (index + 1) * size));
}
