import type { Git } from "./git-command.ts";
import { assertObjectId } from "./object-id.ts";

export type MergedTree = { outcome: "clean"; tree: string } | { outcome: "conflict"; paths: string[] };

/** mergeTrees merges two commits in memory, as `git merge` would, without touching a ref. */
export async function mergeTrees(git: Git, ours: string, theirs: string): Promise<MergedTree> {
  const { exitCode, stdout } = await git(
    [
      "merge-tree",
      "--write-tree",
      "--name-only",
      "--no-messages",
      "-z",
      assertObjectId(ours),
      assertObjectId(theirs),
    ],
    { allow: [1] },
  );
  const [tree = "", ...paths] = stdout.toString("utf8").split("\0");
  if (exitCode === 0) return { outcome: "clean", tree: assertObjectId(tree.trim()) };
  return { outcome: "conflict", paths: [...new Set(paths.filter((path) => path !== ""))] };
}
