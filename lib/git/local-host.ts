import { createBlobReader, readBlobSize } from "./blob-reader.ts";
import { createGit, type Git } from "./git-command.ts";
import { type GitHost, GitUnavailable, type PullRequest } from "./git-host.ts";
import { isAncestorOf, listLocalReviews, saveComment, saveStatus } from "./local-notes.ts";
import {
  describePull,
  findPull,
  MAIN,
  type RefSnapshot,
  readPull,
  readSnapshot,
  type StoredPull,
} from "./local-pull-requests.ts";
import { mergeLocalPullRequest } from "./merge-local-pull-request.ts";
import { keepBlobs, keepByCommit } from "./object-cache.ts";
import { openLocalPullRequest } from "./open-local-pull-request.ts";
import { readCheckpoints } from "./read-checkpoints.ts";
import { readHistory } from "./read-history.ts";
import { readTree } from "./read-tree.ts";
import { retryRace } from "./retry-race.ts";

const MAX_TREE_ENTRIES = 200_000;
const MAX_CHECKPOINTS = 20_000;

/**
 * createLocalHost is the git host of a bare repository on this machine. Pull requests live in git itself, every
 * change of a ref is a compare-and-swap, so any number of processes and ordinary git clients may act at once.
 */
export function createLocalHost({ directory }: { directory: string }): GitHost {
  const git = createGit(directory);
  const readBlob = keepBlobs(createBlobReader(git));

  const pullNow = async (
    find: (snapshot: RefSnapshot) => Promise<StoredPull | null>,
  ): Promise<PullRequest | null> => {
    const snapshot = await readSnapshot(git);
    const pull = await find(snapshot);
    return pull === null ? null : describePull(git, snapshot, pull);
  };

  const checkpointsAt = keepByCommit(MAX_CHECKPOINTS, (commit) => readCheckpoints(git, commit));

  return {
    kind: "local",
    headOfMain: async () => {
      const head = await findHead(git);
      if (head === null) throw new GitUnavailable("The repository has no branch main yet.");
      return head;
    },
    listTree: keepByCommit(MAX_TREE_ENTRIES, (commit) => readTree(git, commit)),
    readBlob,
    sizeOfBlob: (blob) => readBlobSize(git, blob),
    history: (commit) => readHistory(git, commit),
    checkpoints: async () => {
      const head = await findHead(git);
      return head === null ? [] : checkpointsAt(head);
    },
    openPullRequest: (draft) => retryRace(() => openLocalPullRequest({ git, readBlob }, draft)),
    findPullRequest: (branch) => pullNow((snapshot) => findPull(readBlob, snapshot, branch)),
    getPullRequest: (number) => pullNow((snapshot) => readPull(readBlob, snapshot, number)),
    mergePullRequest: (request) => retryRace(() => mergeLocalPullRequest({ git, readBlob }, request)),
    comment: (number, comment) => saveComment(git, number, comment),
    setStatus: (commit, status) => saveStatus(git, commit, status),
    listReviews: (number) => listLocalReviews(git, readBlob, number),
    isAncestor: (older, newer) => isAncestorOf(git, older, newer),
  };
}

async function findHead(git: Git): Promise<string | null> {
  const { exitCode, stdout } = await git(["rev-parse", "--verify", "--quiet", `${MAIN}^{commit}`], {
    allow: [1],
  });
  return exitCode === 1 ? null : stdout.toString("utf8").trim();
}
