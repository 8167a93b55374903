import { AppError } from "../../domain/errors.ts";
import { cleanMessage } from "../clean-commit.ts";
import { GitUnavailable, type MergeOutcome, type MergeRequest, type PullRequest } from "../git-host.ts";
import { mergedAnswer } from "./answers.ts";
import type { GithubTools } from "./github-tools.ts";
import { isGithubAncestor } from "./is-github-ancestor.ts";
import { mergeListings } from "./merge-listings.ts";

const ACTION = "merge a pull request";
const LOOKS = 5;
const LOOK_AGAIN_MS = 300;

/**
 * mergeGithubPullRequest makes one try at GitHub's own merge, with a merge commit and the head that was reviewed.
 * Returns null when something moved in between; the next try then decides on what is there.
 */
export async function mergeGithubPullRequest(
  tools: GithubTools,
  request: MergeRequest,
): Promise<MergeOutcome | null> {
  const pull = await tools.pulls.get(request.number);
  if (pull === null) throw new AppError("not-found", `There is no pull request ${request.number}.`);
  const settled = await settledOutcome(tools, pull, request.expectedHead);
  if (settled !== null) return settled;

  const [subject = "", ...rest] = cleanMessage(request.message).split("\n");
  const answer = await tools.client.send({
    route: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge",
    params: {
      pull_number: request.number,
      sha: request.expectedHead,
      merge_method: "merge",
      commit_title: subject,
      commit_message: rest.join("\n").trim(),
    },
    action: ACTION,
    allow: [405, 409],
  });
  if (answer.status === 405 || answer.status === 409)
    return refusedOutcome(tools, request, { status: answer.status, message: answer.message });
  const { sha: mergeCommit } = tools.client.parse(mergedAnswer, answer, ACTION);
  return { outcome: "merged", mergeCommit, headOfMain: await headWith(tools, mergeCommit) };
}

/** What a pull request is already; null where it can be merged. */
async function settledOutcome(
  { headOfMain }: GithubTools,
  pull: PullRequest,
  expectedHead: string,
): Promise<MergeOutcome | null> {
  switch (pull.state) {
    case "closed":
      return { outcome: "closed" };
    case "merged":
      return {
        outcome: "merged",
        mergeCommit: pull.mergeCommit ?? pull.headCommit,
        headOfMain: await headOfMain(),
      };
    case "open":
      return pull.headCommit === expectedHead ? null : { outcome: "head_moved", headCommit: pull.headCommit };
  }
}

/** GitHub said no, in words: what it says is looked up, because the words do not tell a conflict from a rule. */
async function refusedOutcome(
  tools: GithubTools,
  { number, expectedHead }: MergeRequest,
  { status, message }: { status: number; message: string },
): Promise<MergeOutcome | null> {
  const pull = await tools.pulls.get(number);
  if (pull === null || (await settledOutcome(tools, pull, expectedHead)) !== null) return null;
  if (status === 409 || /branch was modified/i.test(message)) return null;
  const main = await tools.headOfMain();
  const base = (await tools.pulls.forkPoint(main, pull.headCommit)) ?? pull.baseCommit;
  const [from, ours, theirs] = await Promise.all([base, main, pull.headCommit].map(tools.listCommit));
  const { conflicts } = mergeListings(from ?? [], ours ?? [], theirs ?? []);
  if (conflicts.length > 0 && !/rule|review|status check|protected/i.test(message))
    return { outcome: "conflict", paths: conflicts };
  return { outcome: "refused", reason: message.trim() || "GitHub does not merge it, and does not say why." };
}

/** Main's head, once GitHub shows the merge on it: who reads an older one would think that it was taken back. */
async function headWith(tools: GithubTools, mergeCommit: string): Promise<string> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const head = await tools.headOfMain();
    if (head === mergeCommit || (await isGithubAncestor(tools.client, mergeCommit, head))) return head;
    await tools.client.connection.clock.sleep(LOOK_AGAIN_MS * look);
  }
  throw new GitUnavailable("GitHub merged the pull request, and does not show it on main yet.");
}
