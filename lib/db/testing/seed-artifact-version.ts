import { digestOf } from "../../domain/digest.ts";
import type { Database } from "../client.ts";
import { createId } from "../create-id.ts";
import { SEEDED_AT } from "./seed-project.ts";

export type SeededVersion = { id: string; kind: string; name: string; version: string; digest: string };
export type NewVersion = {
  projectId: string;
  kind: string;
  name: string;
  version: string;
  /** path -> bytes; one file with the reference as its text unless told */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** null: never seen in git */
  stage?: "proposed" | "published" | null;
  authorEmail?: string;
  /** beside authorEmail, as a merge or a co-author's trailer brings them */
  coAuthorEmails?: string[];
  authoredAt?: Date;
};

/** seedArtifactVersion enters one version in the registry, as reading a repository does: content, files, sighting. */
export async function seedArtifactVersion(db: Database, input: NewVersion): Promise<SeededVersion> {
  const { projectId, kind, name, version, stage = "published" } = input;
  const files = Object.entries(input.files ?? { [`${kind}/${name}.txt`]: `${name}@${version}` });
  const stored = files.map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
  const rows = stored.map(({ path, bytes }) => ({ path, bytes, contentDigest: digestOf(bytes) }));
  const digest = digestOf(
    rows
      .map((row) => `${row.path} ${row.contentDigest}`)
      .sort()
      .join("\n"),
  );
  await db.content.createMany({
    data: rows.map((row) => ({
      digest: row.contentDigest,
      bytes: new Uint8Array(row.bytes),
      sizeBytes: row.bytes.byteLength,
      createdAt: SEEDED_AT,
    })),
    skipDuplicates: true,
  });
  const id = createId("av");
  await db.artifactVersion.create({
    data: {
      ...{ id, projectId, kind, name, version, digest, createdAt: SEEDED_AT },
      files: {
        create: rows.map(({ path, contentDigest }) => ({
          path,
          contentDigest,
          blob: contentDigest.slice(7, 47),
        })),
      },
    },
  });
  if (stage !== null) await seedSighting(db, { ...input, id, stage });
  return { id, kind, name, version, digest };
}

async function seedSighting(db: Database, input: NewVersion & { id: string; stage: string }): Promise<void> {
  const { projectId, authorEmail = "ada@example.org" } = input;
  const position = await db.sighting.count({ where: { projectId } });
  await db.sighting.create({
    data: {
      id: createId("sgt"),
      artifactVersionId: input.id,
      projectId,
      stage: input.stage,
      ref: "refs/heads/main",
      commit: "c".repeat(40),
      lastCommit: digestOf(input.id).slice(7, 47),
      authorName: "Ada",
      authorEmail,
      authorEmails: [authorEmail, ...(input.coAuthorEmails ?? [])],
      authoredAt: input.authoredAt ?? SEEDED_AT,
      subject: `Add ${input.name}@${input.version}`,
      seenAt: SEEDED_AT,
      position,
    },
  });
}
