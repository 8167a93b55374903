import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AppError } from "../domain/errors.ts";
import { cleanMessage, cleanName } from "./clean-commit.ts";
import { type Git, GitCommandFailed } from "./git-command.ts";

export type Identity = { name: string; email: string };
export type FileWrite = { path: string; blob: string; mode: string };
export type CommitInput = {
  tree: string;
  parents: readonly string[];
  message: string;
  author: Identity;
  at: Date;
};

/** writeBlob stores a text and returns its blob id. */
export async function writeBlob(git: Git, content: string): Promise<string> {
  const { stdout } = await git(["hash-object", "-w", "-t", "blob", "--no-filters", "--stdin"], {
    input: content,
  });
  return stdout.toString("utf8").trim();
}

/** writeTree makes the tree of `base` (null: an empty one) with some files written, in an index of its own. */
export async function writeTree(git: Git, base: string | null, files: readonly FileWrite[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "tupelo-index-"));
  const env = { GIT_INDEX_FILE: path.join(folder, "index") };
  try {
    await git(["read-tree", base ?? "--empty"], { env });
    const input = files.map((file) => `${file.mode} ${file.blob}\t${file.path}\0`).join("");
    await git(["update-index", "-z", "--index-info"], { env, input });
    const { stdout } = await git(["write-tree"], { env });
    return stdout.toString("utf8").trim();
  } catch (error) {
    if (!(error instanceof GitCommandFailed) || error.command !== "update-index") throw error;
    throw new AppError("bad-path", "A file cannot be written where a folder or a link has its name.", {
      internal: error.stderr,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** writeCommit stores a commit; the same input gives the same id, whoever makes it. */
export async function writeCommit(git: Git, input: CommitInput): Promise<string> {
  const parents = input.parents.flatMap((parent) => ["-p", parent]);
  const { stdout } = await git(["commit-tree", input.tree, ...parents, "-F", "-"], {
    input: `${cleanMessage(input.message)}\n`,
    env: identityEnvironment(input.author, input.at),
  });
  return stdout.toString("utf8").trim();
}

function identityEnvironment(author: Identity, at: Date): Record<string, string> {
  const date = `@${Math.floor(at.getTime() / 1000)} +0000`;
  const name = cleanName(author.name);
  const email = cleanName(author.email);
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
