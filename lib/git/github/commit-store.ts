import type { z } from "zod";
import { assertObjectId } from "../object-id.ts";
import { gitCommitAnswer, listedCommitAnswer } from "./answers.ts";
import type { GithubClient } from "./github-client.ts";
import { readPage } from "./list-pages.ts";

export type GithubCommit = {
  id: string;
  tree: string;
  parents: string[];
  authorName: string;
  authorEmail: string;
  authoredAt: Date;
  committedAt: Date;
  message: string;
};

/** Commits never change, so each is asked for once in a process's life. */
export type CommitStore = {
  /** null where GitHub does not have it. */
  find: (id: string) => Promise<GithubCommit | null>;
  /** Knows everything in a commit's history afterwards, a hundred commits a request; what is known costs none. */
  load: (head: string) => Promise<void>;
  /** A commit that `load` or `find` has seen. */
  known: (id: string) => GithubCommit;
  /** A loaded commit and everything in its history, newest first. */
  reachable: (head: string) => GithubCommit[];
};

const ACTION = "read the commits";

/** createCommitStore makes an empty store. */
export function createCommitStore(client: GithubClient): CommitStore {
  const commits = new Map<string, GithubCommit>();
  /** Commits whose whole history is known. */
  const complete = new Set<string>();
  const find: CommitStore["find"] = async (id) => {
    const found = commits.get(assertObjectId(id));
    if (found !== undefined) return found;
    const request = { route: "GET /repos/{owner}/{repo}/git/commits/{commit_sha}", action: ACTION };
    const answer = await client.send({ ...request, params: { commit_sha: id }, allow: [404] });
    if (answer.status === 404) return null;
    const commit = fromGitCommit(client.parse(gitCommitAnswer, answer, ACTION));
    commits.set(commit.id, commit);
    return commit;
  };
  const known: CommitStore["known"] = (id) => {
    const commit = commits.get(id);
    if (commit === undefined) throw new Error(`commit ${id} was not loaded`);
    return commit;
  };
  return {
    ...{ find, known },
    load: (head) => loadHistory({ client, commits, complete, find }, assertObjectId(head)),
    reachable: (head) => {
      const seen = new Set<string>();
      walk([head], commits, new Set(), seen);
      return [...seen]
        .map(known)
        .sort((left, right) => right.committedAt.getTime() - left.committedAt.getTime());
    },
  };
}

type Loading = {
  client: GithubClient;
  commits: Map<string, GithubCommit>;
  complete: Set<string>;
  find: CommitStore["find"];
};

async function loadHistory({ client, commits, complete, find }: Loading, head: string): Promise<void> {
  const seen = new Set<string>();
  let waiting = [head];
  for (let page = 1; waiting.length > 0; page += 1) {
    const missing = walk(waiting, commits, complete, seen);
    if (missing.length === 0) break;
    const request = { route: "GET /repos/{owner}/{repo}/commits", action: ACTION, params: { sha: head } };
    const listed = (await readPage(client, request, listedCommitAnswer, page)) ?? [];
    for (const one of listed) commits.set(one.sha, fromListed(one));
    // A list that ended early would loop for ever: what it lacks is asked for by name.
    if (listed.length === 0) await Promise.all(missing.map((id) => assertFound(client, find, id)));
    waiting = missing;
  }
  for (const id of seen) complete.add(id);
}

/** Goes through what is known; returns what is not. */
function walk(
  from: readonly string[],
  commits: ReadonlyMap<string, GithubCommit>,
  complete: ReadonlySet<string>,
  seen: Set<string>,
): string[] {
  const missing = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || complete.has(id)) continue;
    const commit = commits.get(id);
    if (commit === undefined) {
      missing.add(id);
      continue;
    }
    seen.add(id);
    waiting.push(...commit.parents);
  }
  return [...missing];
}

async function assertFound(client: GithubClient, find: CommitStore["find"], id: string): Promise<void> {
  if ((await find(id)) !== null) return;
  client.fail({ kind: "answered", status: 404, action: ACTION });
}

type Facts = Pick<z.output<typeof gitCommitAnswer>, "author" | "committer" | "message" | "tree" | "parents">;

function fromGitCommit(answer: z.output<typeof gitCommitAnswer>): GithubCommit {
  return fromFacts(answer.sha, answer);
}

function fromListed({ sha, commit, parents }: z.output<typeof listedCommitAnswer>): GithubCommit {
  return fromFacts(sha, { ...commit, parents });
}

function fromFacts(id: string, { author, committer, message, tree, parents }: Facts): GithubCommit {
  const authoredAt = author?.date ?? committer?.date ?? new Date(0);
  return {
    id,
    tree: tree.sha,
    parents: parents.map((parent) => parent.sha),
    authorName: author?.name ?? "",
    authorEmail: author?.email ?? "",
    authoredAt,
    committedAt: committer?.date ?? authoredAt,
    message,
  };
}
