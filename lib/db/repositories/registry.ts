import type { Reader, Transaction } from "../client.ts";

export type StoredVersion = {
  id: string;
  kind: string;
  name: string;
  version: string;
  digest: string;
  files: { path: string; blob: string; contentDigest: string }[];
};
export type NewSighting = {
  id: string;
  artifactVersionId: string;
  stage: string;
  ref: string;
  commit: string;
  lastCommit: string;
  authorName: string;
  authorEmail: string;
  authorEmails: string[];
  authoredAt: Date;
  subject: string;
  seenAt: Date;
  position: number;
};
/** Rows to add; what exists already is left as it is. */
export type RegistryRows = {
  contents: { digest: string; bytes: Uint8Array }[];
  versions: StoredVersion[];
  sightings: NewSighting[];
};

/** One statement takes this much of rows as text, or one row that is longer. */
const MAX_INSERT_CHARS = 1_000_000;

/** listStoredVersions reads all versions of a project with their files, in one statement: a repository has thousands. */
export async function listStoredVersions(db: Reader, projectId: string): Promise<StoredVersion[]> {
  return db.$queryRaw<StoredVersion[]>`
    SELECT v.id, v.kind, v.name, v.version, v.digest, coalesce(f.files, '[]'::jsonb) AS files
    FROM artifact_version v
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('path', path, 'blob', blob, 'contentDigest', "contentDigest")) AS files
      FROM artifact_file WHERE "artifactVersionId" = v.id
    ) f ON true
    WHERE v."projectId" = ${projectId}`;
}

/** listSightingKeys reads which commits of main are stored as a version's sightings already, as sightingKey words them. */
export async function listSightingKeys(db: Reader, projectId: string): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT "artifactVersionId" || ' ' || "lastCommit" AS key FROM sighting
    WHERE "projectId" = ${projectId} AND stage = 'published'`;
  return new Set(rows.map(({ key }) => key));
}

/** sightingKey names a published sighting: a version and the commit that made its files what they are. */
export function sightingKey(sighting: { artifactVersionId: string; lastCommit: string }): string {
  return `${sighting.artifactVersionId} ${sighting.lastCommit}`;
}

/**
 * appendRegistry adds contents, versions, files and sightings. Repeating it adds nothing. Rows go as one parameter of
 * JSON: with a parameter a value, the first reading of 5,000 files took 250 MiB more.
 */
export async function appendRegistry(
  tx: Transaction,
  projectId: string,
  rows: RegistryRows,
  createdAt: Date,
): Promise<void> {
  const shared = { projectId, createdAt: createdAt.getTime() };
  for (const text of jsonChunks(rows.contents, ({ digest, bytes }) => ({
    ...{ digest, bytes: Buffer.from(bytes).toString("base64"), sizeBytes: bytes.byteLength },
    ...shared,
  })))
    await insertContents(tx, text);
  for (const text of jsonChunks(rows.versions, ({ files: _, ...version }) => ({ ...version, ...shared })))
    await insertVersions(tx, text);
  const files = rows.versions.flatMap(({ id, files }) =>
    files.map(({ path, blob, contentDigest }) => ({ artifactVersionId: id, path, blob, contentDigest })),
  );
  for (const text of jsonChunks(files, (file) => file)) await insertFiles(tx, text);
  for (const text of jsonChunks(rows.sightings, ({ authoredAt, seenAt, ...sighting }) => ({
    ...{ ...sighting, ...shared },
    ...{ authoredAt: authoredAt.getTime(), seenAt: seenAt.getTime() },
  })))
    await insertSightings(tx, text);
}

/** Times are milliseconds since 1970: git takes years that a written date does not have. */
async function insertContents(tx: Transaction, rows: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO content (digest, bytes, "sizeBytes", "createdAt")
    SELECT digest, decode(bytes, 'base64'), "sizeBytes", to_timestamp("createdAt" / 1000.0)
    FROM jsonb_to_recordset(${rows}::jsonb) AS x(digest text, bytes text, "sizeBytes" int, "createdAt" bigint)
    ON CONFLICT DO NOTHING`;
}

async function insertVersions(tx: Transaction, rows: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO artifact_version (id, "projectId", kind, name, version, digest, "createdAt")
    SELECT id, "projectId", kind, name, version, digest, to_timestamp("createdAt" / 1000.0)
    FROM jsonb_to_recordset(${rows}::jsonb) AS x(id text, "projectId" text, kind text, name text, version text,
      digest text, "createdAt" bigint)`;
}

async function insertFiles(tx: Transaction, rows: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO artifact_file ("artifactVersionId", path, blob, "contentDigest")
    SELECT "artifactVersionId", path, blob, "contentDigest"
    FROM jsonb_to_recordset(${rows}::jsonb) AS x("artifactVersionId" text, path text, blob text, "contentDigest" text)`;
}

async function insertSightings(tx: Transaction, rows: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO sighting (id, "artifactVersionId", "projectId", stage, ref, commit, "lastCommit", "authorName",
      "authorEmail", "authorEmails", "authoredAt", subject, "seenAt", position)
    SELECT id, "artifactVersionId", "projectId", stage, ref, commit, "lastCommit", "authorName", "authorEmail",
      "authorEmails", to_timestamp("authoredAt" / 1000.0), subject, to_timestamp("seenAt" / 1000.0), position
    FROM jsonb_to_recordset(${rows}::jsonb) AS x(id text, "artifactVersionId" text, "projectId" text, stage text,
      ref text, commit text, "lastCommit" text, "authorName" text, "authorEmail" text, "authorEmails" text[],
      "authoredAt" bigint, subject text, "seenAt" bigint, position int)
    ON CONFLICT DO NOTHING`;
}

function* jsonChunks<T>(rows: readonly T[], toRow: (row: T) => unknown): Generator<string> {
  let [chunk, size] = [[] as string[], 0];
  for (const row of rows) {
    const text = JSON.stringify(toRow(row));
    if (chunk.length > 0 && size + text.length > MAX_INSERT_CHARS) {
      yield `[${chunk.join(",")}]`;
      [chunk, size] = [[], 0];
    }
    chunk.push(text);
    size += text.length;
  }
  if (chunk.length > 0) yield `[${chunk.join(",")}]`;
}
