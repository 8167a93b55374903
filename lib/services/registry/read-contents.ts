import { artifactDigest } from "../../domain/artifacts/artifact-digest.ts";
import { digestOf } from "../../domain/digest.ts";
import type { Finding } from "../../domain/gitops/finding.ts";
import type { EditedVersion, ReadVersion, VersionFile } from "../../domain/gitops/version-line.ts";
import type { GitHost } from "../../git/git-host.ts";

const LFS_POINTER = "version https://git-lfs.github.com/spec/v1";

/** The digests of git's blobs: those that are stored already, and those that were read now with their bytes. */
export type Contents = {
  digestByBlob: ReadonlyMap<string, string>;
  added: { digest: string; bytes: Uint8Array }[];
  pointers: ReadonlySet<string>;
  /** The bytes of blobs that git has and Tupelo does not take. */
  tooLarge: ReadonlyMap<string, number>;
};

/** readContents reads the blobs whose digest is not known yet. What git does not have is left out. */
export async function readContents(
  host: GitHost,
  blobs: Iterable<string>,
  known: ReadonlyMap<string, string>,
): Promise<Contents> {
  const digestByBlob = new Map(known);
  const added = new Map<string, Uint8Array>();
  const pointers = new Set<string>();
  const tooLarge = new Map<string, number>();
  const wanted = [...new Set(blobs)].filter((blob) => !known.has(blob));
  const read = await Promise.all(wanted.map(async (blob) => ({ blob, bytes: await host.readBlob(blob) })));
  for (const { blob, bytes } of read) {
    if (bytes === null) {
      const size = (await host.sizeOfBlob?.(blob)) ?? null;
      if (size !== null) tooLarge.set(blob, size);
      continue;
    }
    const digest = digestOf(bytes);
    digestByBlob.set(blob, digest);
    added.set(digest, bytes);
    if (new TextDecoder().decode(bytes.subarray(0, LFS_POINTER.length)) === LFS_POINTER) pointers.add(blob);
  }
  const rows = [...added].map(([digest, bytes]) => ({ digest, bytes }));
  return { digestByBlob, added: rows, pointers, tooLarge };
}

export type FileWithDigest = VersionFile & { contentDigest: string };

/** withDigests completes a version's files; null when git lacks the content of one. */
export function withDigests(files: readonly VersionFile[], contents: Contents): FileWithDigest[] | null {
  const complete = files.flatMap((file) => {
    const contentDigest = contents.digestByBlob.get(file.blob);
    return contentDigest === undefined ? [] : [{ ...file, contentDigest }];
  });
  return complete.length === files.length ? complete : null;
}

/** contentFindings says which files' content git does not have, or has a pointer of only. */
export function contentFindings(versions: readonly ReadVersion[], contents: Contents): Finding[] {
  return versions.flatMap(({ files, name, version }) =>
    files.flatMap(({ path, blob }): Finding[] => {
      const size = contents.tooLarge.get(blob);
      if (size !== undefined) {
        const message = `${name}@${version} has ${Math.ceil(size / 1024 / 1024)} MiB; files over 10 MiB are not registered. Commit a small file that names them.`;
        return [{ path, code: "too_large", message }];
      }
      if (!contents.digestByBlob.has(blob)) {
        const message = `git does not have the content of ${name}@${version}; it is not registered.`;
        return [{ path, code: "missing_content", message }];
      }
      if (!contents.pointers.has(blob)) return [];
      const message = `${name}@${version} is a Git LFS pointer: Tupelo has the pointer, not the content.`;
      return [{ path, code: "lfs_pointer", message }];
    }),
  );
}

/** describeEdit names both contents of a published version that somebody changed. */
export function describeEdit(edit: EditedVersion, contents: Contents): Finding {
  const digest = (files: readonly VersionFile[]) => {
    const complete = withDigests(files, contents);
    return complete === null ? "unknown content" : artifactDigest(complete);
  };
  const { name, version, entry } = edit;
  return {
    path: edit.edited[0]?.path ?? "",
    code: "edited_version",
    message:
      `${name}@${version} is published as ${digest(edit.published)}; commit ${entry.commit.slice(0, 10)} ` +
      `made it ${digest(edit.edited)}. Published versions do not change: give the edit a version of its own.`,
  };
}
