import type { PullRequest } from "../git-host.ts";
import { compareAnswer, type PullAnswer, pullAnswer } from "./answers.ts";
import { assertVisible } from "./assert-visible.ts";
import type { CommitStore } from "./commit-store.ts";
import type { GithubClient } from "./github-client.ts";
import { listPages } from "./list-pages.ts";
import { createRecent } from "./recent.ts";

const ACTION = "read the pull requests";
const KEPT = 200;

export type PullReader = {
  /** null where there is none. */
  get: (number: number) => Promise<PullRequest | null>;
  /** The newest of a branch of this repository into main. */
  find: (branch: string) => Promise<PullRequest | null>;
  /** What an answer says; `head` where more is known about the branch than it says. */
  toPullRequest: (pull: PullAnswer, head?: string) => Promise<PullRequest>;
  /** The commit where two commits' histories part; null where they share none. */
  forkPoint: (main: string, head: string) => Promise<string | null>;
};

/** createPullReader reads pull requests; where a branch began is asked for once. */
export function createPullReader(client: GithubClient, commits: CommitStore): PullReader {
  const recent = createRecent<string | null>(KEPT);
  const forkPoint: PullReader["forkPoint"] = (main, head) =>
    recent(`${main}...${head}`, async () => {
      const answer = await client.send({
        route: "GET /repos/{owner}/{repo}/compare/{basehead}",
        params: { basehead: `${main}...${head}`, per_page: 1 },
        action: "compare commits",
        allow: [404],
      });
      if (answer.status === 404) return null;
      return client.parse(compareAnswer, answer, "compare commits").merge_base_commit.sha;
    });
  const toPullRequest: PullReader["toPullRequest"] = async (pull, head = pull.head.sha) => {
    const isMerged = pull.merged_at !== null;
    const mergeCommit = isMerged ? (pull.merge_commit_sha ?? pull.head.sha) : null;
    const state = isMerged ? ("merged" as const) : pull.state;
    const { number, title } = pull;
    const baseCommit = await baseOf({ forkPoint, commits }, { base: pull.base.sha, head, mergeCommit });
    const common = { number, title, body: pull.body ?? "", branch: pull.head.ref };
    return { ...common, state, headCommit: head, baseCommit, mergeCommit };
  };
  return {
    forkPoint,
    toPullRequest,
    get: async (number) => {
      const pull = await getPull(client, number);
      return pull === null ? null : toPullRequest(pull);
    },
    find: async (branch) => {
      const pull = await findPull(client, branch);
      return pull === null ? null : toPullRequest(pull);
    },
  };
}

/**
 * Where the branch began: what a pull request changes is counted from there, not from where main is now. Once main
 * holds the branch, that is where the merge commit's own main and the branch part.
 */
async function baseOf(
  { forkPoint, commits }: { forkPoint: PullReader["forkPoint"]; commits: CommitStore },
  { base, head, mergeCommit }: { base: string; head: string; mergeCommit: string | null },
): Promise<string> {
  const found = (await forkPoint(base, head)) ?? base;
  if (found !== head || mergeCommit === null) return found;
  const before = (await commits.find(mergeCommit))?.parents[0];
  return before === undefined ? base : ((await forkPoint(before, head)) ?? before);
}

async function getPull(client: GithubClient, number: number): Promise<PullAnswer | null> {
  const answer = await client.send({
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    params: { pull_number: number },
    action: ACTION,
    allow: [404],
  });
  if (answer.status !== 404) return client.parse(pullAnswer, answer, ACTION);
  await assertVisible(client);
  return null;
}

/** A branch of the same name in somebody's fork is another branch. */
export async function findPull(client: GithubClient, branch: string): Promise<PullAnswer | null> {
  const params = { head: `${client.address.owner}:${branch}`, base: "main", state: "all" };
  const request = { route: "GET /repos/{owner}/{repo}/pulls", params, action: ACTION };
  const found = (await listPages(client, request, pullAnswer)) ?? [];
  const own = found.filter(({ head, base }) => head.ref === branch && head.repo?.id === base.repo.id);
  return own.reduce<PullAnswer | null>(
    (newest, pull) => (newest === null || pull.number > newest.number ? pull : newest),
    null,
  );
}
