import { access, mkdir } from "node:fs/promises";
import path from "node:path";
import { checkGitPath } from "../domain/gitops/check-git-path.ts";
import { createGit } from "./git-command.ts";
import { updateRefs } from "./update-refs.ts";
import { type Identity, writeBlob, writeCommit, writeTree } from "./write-commit.ts";

export type MainCommit = { files: ReadonlyMap<string, string>; message: string; author: Identity; at: Date };
/** A new repository and the one who fills it: each commit goes on top of main. Returns the commit. */
export type BareRepository = { commit: (commit: MainCommit) => Promise<string> };

/** createBareRepository makes an empty bare repository with the branch main. Throws where one is already. */
export async function createBareRepository(directory: string): Promise<BareRepository> {
  if (await exists(path.join(directory, "HEAD")))
    throw new Error(`There is a repository at ${directory} already.`);
  await mkdir(directory, { recursive: true });
  const git = createGit(directory);
  await git(["init", "-q", "--bare", "--initial-branch=main", "--template="]);
  let head: string | null = null;

  return {
    commit: async ({ files, message, author, at }) => {
      for (const file of files.keys()) checkGitPath(file);
      const writes = await Promise.all(
        [...files].map(async ([file, content]) => ({
          path: file,
          blob: await writeBlob(git, content),
          mode: "100644",
        })),
      );
      const tree = await writeTree(git, head, writes);
      const parents = head === null ? [] : [head];
      const commit = await writeCommit(git, { tree, parents, message, author, at });
      const isNewest = await updateRefs(git, [{ ref: "refs/heads/main", from: head, to: commit }]);
      if (!isNewest) throw new Error("Somebody else writes to the new repository.");
      head = commit;
      return commit;
    },
  };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
