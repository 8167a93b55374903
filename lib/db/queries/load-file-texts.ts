import type { Reader } from "../client.ts";

/** Texts longer than this are not shown; their digest still is. */
export const MAX_SHOWN_BYTES = 256 * 1024;

export type FileText = {
  artifactVersionId: string;
  path: string;
  contentDigest: string;
  sizeBytes: number;
  text: string | null;
};

/** All that the registry takes: checks read a file whole. */
export const MAX_CHECKED_BYTES = 10 * 1024 * 1024;

/** loadFileTexts reads the files of versions, by path; `text` is null where content is no UTF-8 text or over `maxBytes`. */
export async function loadFileTexts(
  db: Reader,
  versionIds: readonly string[],
  maxBytes = MAX_SHOWN_BYTES,
): Promise<FileText[]> {
  const files = await db.artifactFile.findMany({
    where: { artifactVersionId: { in: [...versionIds] } },
    orderBy: [{ artifactVersionId: "asc" }, { path: "asc" }],
  });
  const digests = [...new Set(files.map((file) => file.contentDigest))];
  const sizes = await db.content.findMany({
    where: { digest: { in: digests } },
    select: { digest: true, sizeBytes: true },
  });
  const shown = await db.content.findMany({
    where: { digest: { in: digests }, sizeBytes: { lte: maxBytes } },
    select: { digest: true, bytes: true },
  });
  const sizeOf = new Map(sizes.map((row) => [row.digest, row.sizeBytes]));
  const textOf = new Map(shown.map((row) => [row.digest, decodeText(row.bytes)]));
  return files.map(({ artifactVersionId, path, contentDigest }) => ({
    ...{ artifactVersionId, path, contentDigest },
    sizeBytes: sizeOf.get(contentDigest) ?? 0,
    text: textOf.get(contentDigest) ?? null,
  }));
}

function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
