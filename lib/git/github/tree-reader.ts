import type { z } from "zod";
import type { TreeEntry } from "../git-host.ts";
import { assertObjectId } from "../object-id.ts";
import { treeAnswer } from "./answers.ts";
import type { GithubClient } from "./github-client.ts";
import { createRecent } from "./recent.ts";

const ACTION = "read the files";
const KEPT = 64;
/** Larger blobs are known by their size, so that nobody downloads them. */
export const MAX_BLOB_BYTES = 10 * 1024 * 1024;

export type TreeReader = {
  /** All files of a tree. */
  list: (tree: string) => Promise<TreeEntry[]>;
  /** The sizes of blobs over 10 MiB that were seen in trees. */
  largeBlobs: Map<string, number>;
};

type Entries = z.output<typeof treeAnswer>["tree"];

/** createTreeReader reads whole trees in one request, or folder by folder where GitHub cuts the answer. */
export function createTreeReader(client: GithubClient): TreeReader {
  const recent = createRecent<TreeEntry[]>(KEPT);
  const largeBlobs = new Map<string, number>();
  const read = async (tree: string, isRecursive: boolean) => {
    const params = { tree_sha: assertObjectId(tree), ...(isRecursive ? { recursive: "1" } : {}) };
    const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
    const answer = client.parse(treeAnswer, await client.send({ route, params, action: ACTION }), ACTION);
    for (const { sha, size = 0 } of answer.tree) if (size > MAX_BLOB_BYTES) largeBlobs.set(sha, size);
    return answer;
  };
  const walk = async (tree: string, prefix: string): Promise<TreeEntry[]> => {
    const whole = await read(tree, true);
    if (!whole.truncated) return filesOf(whole.tree, prefix);
    const folder = await read(tree, false);
    if (folder.truncated) return client.fail({ kind: "not_as_promised", action: ACTION });
    const below = folder.tree.filter((entry) => entry.type === "tree");
    const files = filesOf(folder.tree, prefix);
    const deeper = await Promise.all(below.map(({ sha, path }) => walk(sha, `${prefix}${path}/`)));
    return [...files, ...deeper.flat()];
  };
  return { list: (tree) => recent(tree, () => walk(tree, "")), largeBlobs };
}

function filesOf(entries: Entries, prefix: string): TreeEntry[] {
  return entries
    .filter((entry) => entry.type !== "tree")
    .map(({ path, sha, mode }) => ({ path: `${prefix}${path}`, blob: sha, mode }));
}
