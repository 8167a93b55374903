import type { TreeEntry } from "../git-host.ts";
import { readGithubBlob } from "./blob-reader.ts";
import { createHeadOfMain } from "./branches.ts";
import { type CommitStore, createCommitStore } from "./commit-store.ts";
import type { GithubClient } from "./github-client.ts";
import { createPullReader, type PullReader } from "./pulls.ts";
import { createTreeReader, type TreeReader } from "./tree-reader.ts";

/** What the parts of one repository's host share. */
export type GithubTools = {
  client: GithubClient;
  commits: CommitStore;
  trees: TreeReader;
  pulls: PullReader;
  headOfMain: () => Promise<string>;
  readBlob: (blob: string) => Promise<Uint8Array | null>;
  /** All files of a commit. Throws GitUnavailable where GitHub does not have it. */
  listCommit: (commit: string) => Promise<TreeEntry[]>;
};

/** createGithubTools makes the readers of one repository, each with its own memory of what never changes. */
export function createGithubTools(client: GithubClient): GithubTools {
  const commits = createCommitStore(client);
  const trees = createTreeReader(client);
  return {
    ...{ client, commits, trees },
    pulls: createPullReader(client, commits),
    headOfMain: createHeadOfMain(client),
    readBlob: (blob) => readGithubBlob(client, trees, blob),
    listCommit: async (commit) => {
      const found = await commits.find(commit);
      if (found === null)
        return client.fail({ kind: "answered", status: 404, action: `read commit ${commit.slice(0, 10)}` });
      return trees.list(found.tree);
    },
  };
}
