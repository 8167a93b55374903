import type { GitHost, PullRequest } from "./git-host.ts";

/** readTextAt reads a file at a commit as UTF-8; null where it is not there. */
export async function readTextAt(host: GitHost, commit: string, path: string): Promise<string | null> {
  const entry = (await host.listTree(commit)).find((file) => file.path === path);
  const bytes = entry === undefined ? null : await host.readBlob(entry.blob);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** findOtherChange names the first path that a pull request changes beside the allowed ones; null when there is none. */
export async function findOtherChange(
  host: GitHost,
  pull: PullRequest,
  allowed: readonly string[],
): Promise<string | null> {
  const base = new Map((await host.listTree(pull.baseCommit)).map((entry) => [entry.path, entry.blob]));
  const head = new Map((await host.listTree(pull.headCommit)).map((entry) => [entry.path, entry.blob]));
  const paths = [...new Set([...base.keys(), ...head.keys()])];
  return paths.find((path) => base.get(path) !== head.get(path) && !allowed.includes(path)) ?? null;
}
