import { access, mkdir } from "node:fs/promises";
import path from "node:path";
import { checkGitPath } from "../domain/gitops/check-git-path.ts";
import { createGit, type Git } from "./git-command.ts";
import { updateRefs } from "./update-refs.ts";
import { type Identity, writeBlob, writeCommit, writeTree } from "./write-commit.ts";

export type MainCommit = { files: ReadonlyMap<string, string>; message: string; author: Identity; at: Date };
/** A repository and the one who fills it: each commit goes on top of main. Returns the commit. */
export type BareRepository = { commit: (commit: MainCommit) => Promise<string> };

/** createBareRepository makes an empty bare repository with the branch main. Throws where one is already. */
export async function createBareRepository(directory: string): Promise<BareRepository> {
  if (await exists(path.join(directory, "HEAD")))
    throw new Error(`There is a repository at ${directory} already.`);
  await mkdir(directory, { recursive: true });
  const git = createGit(directory);
  await git(["init", "-q", "--bare", "--initial-branch=main", "--template="]);
  return committing(git, null);
}

/** openBareRepository is one that is there already, for a commit that its owner makes by hand on top of main. */
export async function openBareRepository(directory: string): Promise<BareRepository> {
  const git = createGit(directory);
  const { stdout } = await git(["rev-parse", "refs/heads/main"]);
  return committing(git, stdout.toString().trim());
}

function committing(git: Git, start: string | null): BareRepository {
  let head = start;
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
      if (!isNewest) throw new Error("Somebody else writes to the repository.");
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
