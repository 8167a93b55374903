import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ArtifactProblem } from "../lib/domain/artifacts/artifact-kind.ts";

/** One file of a working folder; `bytes` is null where it was not read, which a problem explains. */
export type FolderFile = { path: string; bytes: Uint8Array | null };

const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 50_000;
const READ_AT_ONCE = 32;
const LEFT_OUT = new Set([".git", "node_modules"]);

/**
 * readWorkingFolder reads the files of a folder that somebody asks for by their path inside it. Symbolic links are
 * not followed, in or out of the folder, and a file over 10 MiB is named and not read. Throws when there is no folder.
 */
export async function readWorkingFolder(
  directory: string,
  isWanted: (path: string) => boolean,
): Promise<{ files: FolderFile[]; problems: ArtifactProblem[] }> {
  const files: FolderFile[] = [];
  const problems: ArtifactProblem[] = [];
  const refuse = (path: string, code: string, message: string) =>
    problems.push({ path, line: null, severity: "error", code, message });
  const paths: string[] = [];
  await collect(directory, "", paths, (path) => {
    if (isWanted(path)) refuse(path, "unsupported_entry", "This is a symbolic link. Put the file here.");
  });
  const wanted = paths.filter(isWanted).sort();
  for (let from = 0; from < wanted.length; from += READ_AT_ONCE) {
    const read = wanted.slice(from, from + READ_AT_ONCE).map(async (path) => {
      const { size } = await lstat(join(directory, path));
      if (size > MAX_FILE_BYTES)
        refuse(path, "too_large", "The file is larger than 10 MiB and was not read.");
      return { path, bytes: size > MAX_FILE_BYTES ? null : await readFile(join(directory, path)) };
    });
    files.push(...(await Promise.all(read)));
  }
  return { files, problems };
}

/** readWorkingFile reads one file of a folder by its path inside it; null where it, or a folder on the way, is a link, is not there, or is too large. */
export async function readWorkingFile(directory: string, path: string): Promise<Uint8Array | null> {
  const parts = path.split("/");
  if (path.startsWith("/") || parts.includes("..")) return null;
  try {
    for (const depth of parts.keys()) {
      const stat = await lstat(join(directory, ...parts.slice(0, depth + 1)));
      const isLast = depth === parts.length - 1;
      if (isLast ? !stat.isFile() || stat.size > MAX_FILE_BYTES : !stat.isDirectory()) return null;
    }
    return await readFile(join(directory, ...parts));
  } catch {
    return null;
  }
}

async function collect(
  directory: string,
  below: string,
  paths: string[],
  onLink: (path: string) => void,
): Promise<void> {
  for (const entry of await readdir(join(directory, below), { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (paths.length > MAX_FILES) throw new Error(`The folder has more than ${MAX_FILES} files.`);
    if (entry.isSymbolicLink()) onLink(path);
    else if (entry.isDirectory()) await collect(directory, path, paths, onLink);
    else if (entry.isFile()) paths.push(path);
  }
}

/** textOf is a file's bytes as text; null where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
