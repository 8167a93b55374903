import type { Git } from "./git-command.ts";
import type { TreeEntry } from "./git-host.ts";
import { assertObjectId } from "./object-id.ts";

/** readTree lists all files of a commit or tree, with their modes. */
export async function readTree(git: Git, treeish: string): Promise<TreeEntry[]> {
  const { stdout } = await git(["ls-tree", "-r", "-z", "--full-tree", assertObjectId(treeish)]);
  return parseEntries(stdout);
}

/** readEntry finds one path in a commit or tree; a folder is an entry with mode 040000. */
export async function readEntry(git: Git, treeish: string, path: string): Promise<TreeEntry | null> {
  const { stdout } = await git(["ls-tree", "-z", "--full-tree", assertObjectId(treeish), "--", path], {
    env: { GIT_LITERAL_PATHSPECS: "1" },
  });
  return parseEntries(stdout).find((entry) => entry.path === path) ?? null;
}

/** Each entry is `<mode> <type> <id>\t<path>\0`. */
function parseEntries(output: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const record of output.toString("utf8").split("\0")) {
    const tab = record.indexOf("\t");
    if (tab < 0) continue;
    const [mode = "", , blob = ""] = record.slice(0, tab).split(" ");
    entries.push({ mode, blob, path: record.slice(tab + 1) });
  }
  return entries;
}

/** isRegularFile is false for symlinks (120000), submodules (160000) and folders (040000). */
export function isRegularFile(mode: string): boolean {
  return mode === "100644" || mode === "100755" || mode === "100664";
}
