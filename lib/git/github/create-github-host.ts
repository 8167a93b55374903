import { CHECKPOINT_TRAILER, parseCheckpoint } from "../../domain/audit/parse-checkpoint.ts";
import type { ChainHead } from "../../domain/audit/verify-chain.ts";
import { parseRepositoryAddress } from "../../domain/gitops/parse-repository-address.ts";
import type { GitCheckpoint, GitHost } from "../git-host.ts";
import { createGithubClient } from "./github-client.ts";
import type { GithubConnection } from "./github-connection.ts";
import { createGithubHistory } from "./github-history.ts";
import { listGithubReviews, saveGithubComment, setGithubStatus } from "./github-notes.ts";
import { createGithubTools, type GithubTools } from "./github-tools.ts";
import { isGithubAncestor } from "./is-github-ancestor.ts";
import { createLane } from "./lane.ts";
import { mergeGithubPullRequest } from "./merge-github-pull-request.ts";
import { openGithubPullRequest } from "./open-github-pull-request.ts";
import { tryOnRaces } from "./try-on-races.ts";

/**
 * createGithubHost is the git host of a repository on GitHub, `owner/name` or its address there. Nothing is cloned:
 * all goes over GitHub's REST API. Any number of processes may act at once: what exists is adopted, and merges name
 * the head that they mean. Throws AppError `bad-repository` for anything that is no such address.
 */
export function createGithubHost(connection: GithubConnection, repository: string): GitHost {
  const client = createGithubClient(connection, parseRepositoryAddress(repository));
  const tools = createGithubTools(client);
  const oneAtATime = createLane(1);
  const { clock } = connection;
  return {
    kind: "github",
    headOfMain: tools.headOfMain,
    listTree: tools.listCommit,
    readBlob: tools.readBlob,
    sizeOfBlob: async (blob) =>
      (await tools.readBlob(blob))?.length ?? tools.trees.largeBlobs.get(blob) ?? null,
    history: createGithubHistory(tools.commits, tools.trees),
    checkpoints: () => readCheckpoints(tools),
    openPullRequest: (draft) =>
      oneAtATime(() => tryOnRaces(clock, () => openGithubPullRequest(tools, draft))),
    findPullRequest: tools.pulls.find,
    getPullRequest: tools.pulls.get,
    mergePullRequest: (request) =>
      oneAtATime(() => tryOnRaces(clock, () => mergeGithubPullRequest(tools, request))),
    comment: (number, comment) => oneAtATime(() => saveGithubComment(client, number, comment)),
    setStatus: (commit, status) => setGithubStatus(client, commit, status),
    listReviews: (number) => listGithubReviews(client, number),
    isAncestor: (older, newer) => isGithubAncestor(client, older, newer),
  };
}

async function readCheckpoints({ commits, headOfMain }: GithubTools): Promise<GitCheckpoint[]> {
  const head = await headOfMain();
  await commits.load(head);
  return commits
    .reachable(head)
    .flatMap(({ id, message }) => checkpointsIn(message).map((kept) => ({ ...kept, commit: id })))
    .filter(({ seq }) => seq > 0);
}

/** Trailers stand in a message's last paragraph. */
function checkpointsIn(message: string): ChainHead[] {
  const last =
    message
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? "";
  return last.split("\n").flatMap((line) => {
    const [name, ...value] = line.split(":");
    return name === CHECKPOINT_TRAILER ? (parseCheckpoint(value.join(":").trim()) ?? []) : [];
  });
}
