import { AppError } from "../domain/errors.ts";
import { checkBranchName } from "../domain/gitops/check-branch-name.ts";
import { checkGitPath } from "../domain/gitops/check-git-path.ts";
import type { ReadBlob } from "./blob-reader.ts";
import { decodeText } from "./decode-text.ts";
import type { Git } from "./git-command.ts";
import type { OpenOutcome, PullRequest, PullRequestDraft } from "./git-host.ts";
import {
  describePull,
  findPull,
  nextNumber,
  type RefSnapshot,
  readSnapshot,
  type StoredPull,
  savePull,
} from "./local-pull-requests.ts";
import { mergeTrees } from "./merge-tree.ts";
import { isRegularFile, readEntry } from "./read-tree.ts";
import { type RefChange, updateRefs } from "./update-refs.ts";
import { type FileWrite, writeBlob, writeCommit, writeTree } from "./write-commit.ts";

type Repository = { git: Git; readBlob: ReadBlob };

/**
 * openLocalPullRequest makes one try at a draft: adopts what is there, or writes branch and pull request together.
 * Returns null when somebody else was faster; the next try then sees what they did.
 */
export async function openLocalPullRequest(
  repository: Repository,
  draft: PullRequestDraft,
): Promise<OpenOutcome | null> {
  const { git, readBlob } = repository;
  checkBranchName(draft.branch);
  const snapshot = await readSnapshot(git);
  const pull = await findPull(readBlob, snapshot, draft.branch);
  const existing = pull === null ? null : await describePull(git, snapshot, pull);
  if (existing !== null && existing.state !== "open") return { outcome: "adopted", pullRequest: existing };

  const wanted = await readWanted(repository, snapshot.main, draft);
  const changed = wanted.filter((file) => file.isChanged);
  if (changed.length === 0) return { outcome: "no_diff" };

  const branchHead = snapshot.branches.get(draft.branch) ?? null;
  const isGood = branchHead !== null && (await carries(git, snapshot.main, branchHead, wanted));
  if (isGood && existing !== null) return { outcome: "adopted", pullRequest: existing };
  const head = isGood ? branchHead : await commitDraft(git, snapshot.main, changed, draft);
  const pullRequest = await saveDraft(git, { snapshot, pull, draft, head, branchHead });
  if (pullRequest === null) return null;
  return { outcome: branchHead === null ? "opened" : "adopted", pullRequest };
}

const FOLDER = "040000";

type WantedFile = FileWrite & { isChanged: boolean };

/** What the draft wants on top of `base`, stored as blobs. */
async function readWanted(
  { git, readBlob }: Repository,
  base: string,
  draft: PullRequestDraft,
): Promise<WantedFile[]> {
  const files = await draft.files((path) => readText(git, readBlob, base, path));
  const wanted: WantedFile[] = [];
  for (const path of files.keys()) checkGitPath(path);
  for (const [path, content] of files) {
    const entry = await readRegularEntry(git, base, path);
    const blob = await writeBlob(git, content);
    wanted.push({ path, blob, mode: entry?.mode ?? "100644", isChanged: entry?.blob !== blob });
  }
  return wanted;
}

async function readText(git: Git, readBlob: ReadBlob, base: string, path: string): Promise<string | null> {
  checkGitPath(path);
  const entry = await readRegularEntry(git, base, path);
  if (entry === null) return null;
  return decodeText(path, await readBlob(entry.blob));
}

async function readRegularEntry(git: Git, base: string, path: string) {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth += 1) {
    const folder = await readEntry(git, base, parts.slice(0, depth).join("/"));
    if (folder === null) return null;
    if (folder.mode !== FOLDER)
      throw new AppError("bad-path", `In the repository, ${folder.path} is not a folder.`);
  }
  const entry = await readEntry(git, base, path);
  if (entry !== null && !isRegularFile(entry.mode)) {
    throw new AppError(
      "bad-path",
      `In the repository, ${path} is a folder, a link or a submodule, not a file.`,
    );
  }
  return entry;
}

/** Whether merging the branch into main now would give exactly what is wanted. */
async function carries(
  git: Git,
  main: string,
  head: string,
  wanted: readonly WantedFile[],
): Promise<boolean> {
  const merged = await mergeTrees(git, main, head);
  if (merged.outcome === "conflict") return false;
  const entries = await Promise.all(wanted.map((file) => readEntry(git, merged.tree, file.path)));
  return entries.every((entry, index) => entry?.blob === wanted[index]?.blob);
}

async function commitDraft(
  git: Git,
  base: string,
  files: readonly FileWrite[],
  draft: PullRequestDraft,
): Promise<string> {
  const tree = await writeTree(git, base, files);
  const { commitMessage: message, author, at } = draft;
  return writeCommit(git, { tree, parents: [base], message, author, at });
}

type Saving = {
  snapshot: RefSnapshot;
  pull: StoredPull | null;
  draft: PullRequestDraft;
  head: string;
  branchHead: string | null;
};

async function saveDraft(git: Git, saving: Saving): Promise<PullRequest | null> {
  const { snapshot, pull, draft, head, branchHead } = saving;
  const { branch, title, body } = draft;
  const number = pull?.number ?? nextNumber(snapshot);
  const base = snapshot.main;
  const branchChange: RefChange = { ref: `refs/heads/${branch}`, from: branchHead, to: head };
  const meta = { title, body, branch, state: "open" as const, head, base, mergeCommit: null };
  const pullChanges = await savePull(git, pull, { ...meta, number });
  if (!(await updateRefs(git, [branchChange, ...pullChanges]))) return null;
  return {
    number,
    branch,
    title,
    body,
    state: "open",
    headCommit: head,
    baseCommit: base,
    mergeCommit: null,
  };
}
