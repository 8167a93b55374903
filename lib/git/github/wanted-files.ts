import { createHash } from "node:crypto";
import { AppError } from "../../domain/errors.ts";
import { checkGitPath } from "../../domain/gitops/check-git-path.ts";
import { decodeText } from "../decode-text.ts";
import type { PullRequestDraft, TreeEntry } from "../git-host.ts";
import { isRegularFile } from "../read-tree.ts";

export type WantedFile = { path: string; content: string; blob: string; mode: string; isChanged: boolean };

/** readWanted asks a draft what it wants on top of a tree. Throws AppError `bad-path` for a path that cannot be written. */
export async function readWanted(
  listing: readonly TreeEntry[],
  readBlob: (blob: string) => Promise<Uint8Array | null>,
  draft: PullRequestDraft,
): Promise<WantedFile[]> {
  const entries = new Map(listing.map((entry) => [entry.path, entry]));
  const files = await draft.files(async (path) => {
    checkGitPath(path);
    const entry = regularEntry(entries, path);
    return entry === null ? null : decodeText(path, await readBlob(entry.blob));
  });
  for (const path of files.keys()) checkGitPath(path);
  return [...files].map(([path, content]) => {
    const entry = regularEntry(entries, path);
    const blob = blobIdOf(content);
    return { path, content, blob, mode: entry?.mode ?? "100644", isChanged: entry?.blob !== blob };
  });
}

function regularEntry(entries: ReadonlyMap<string, TreeEntry>, path: string): TreeEntry | null {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth += 1) {
    const folder = parts.slice(0, depth).join("/");
    if (entries.has(folder)) throw new AppError("bad-path", `In the repository, ${folder} is not a folder.`);
  }
  const entry = entries.get(path) ?? null;
  const isFolder = entry === null && [...entries.keys()].some((other) => other.startsWith(`${path}/`));
  if (isFolder || (entry !== null && !isRegularFile(entry.mode))) {
    throw new AppError(
      "bad-path",
      `In the repository, ${path} is a folder, a link or a submodule, not a file.`,
    );
  }
  return entry;
}

/** The id that git gives a blob: GitHub's repositories are all SHA-1. */
function blobIdOf(content: string): string {
  const bytes = Buffer.from(content, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
