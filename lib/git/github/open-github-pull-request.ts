import { checkBranchName } from "../../domain/gitops/check-branch-name.ts";
import type { OpenOutcome, PullRequest, PullRequestDraft } from "../git-host.ts";
import { pullAnswer } from "./answers.ts";
import { readBranch, writeBranch } from "./branches.ts";
import type { GithubTools } from "./github-tools.ts";
import { mergeListings } from "./merge-listings.ts";
import { readWanted, type WantedFile } from "./wanted-files.ts";
import { writeGithubCommit } from "./write-github-commit.ts";

const ACTION = "open a pull request";

/**
 * openGithubPullRequest makes one try at a draft: it looks first for what is there (pull request, branch, content)
 * and does what is missing, so that an answer that got lost never makes a second one. Returns null when somebody else
 * was faster; the next try then sees what they did.
 */
export async function openGithubPullRequest(
  tools: GithubTools,
  draft: PullRequestDraft,
): Promise<OpenOutcome | null> {
  checkBranchName(draft.branch);
  const existing = await tools.pulls.find(draft.branch);
  if (existing !== null && existing.state !== "open") return { outcome: "adopted", pullRequest: existing };

  const main = await tools.headOfMain();
  const wanted = await readWanted(await tools.listCommit(main), tools.readBlob, draft);
  const changed = wanted.filter((file) => file.isChanged);
  if (changed.length === 0) return { outcome: "no_diff" };

  const branchHead = await readBranch(tools.client, draft.branch);
  // GitHub closes the pull request of a branch that was deleted, a moment later.
  if (existing !== null && branchHead === null)
    return { outcome: "adopted", pullRequest: { ...existing, state: "closed" } };
  const isGood = branchHead !== null && (await carries(tools, { main, head: branchHead, wanted }));
  if (isGood && existing?.headCommit === branchHead) return { outcome: "adopted", pullRequest: existing };
  const head = isGood ? branchHead : await writeGithubCommit(tools, { base: main, files: changed, draft });
  if (!isGood) {
    const isWritten = await writeBranch(tools.client, { branch: draft.branch, from: branchHead, to: head });
    if (!isWritten) return null;
  }
  const pullRequest =
    existing === null ? await create(tools, draft, head) : await rewrite(tools, draft, existing, head);
  if (pullRequest === null) return null;
  return { outcome: branchHead === null ? "opened" : "adopted", pullRequest };
}

/** Whether merging the branch into main now would give exactly what is wanted. */
async function carries(
  { pulls, listCommit }: GithubTools,
  { main, head, wanted }: { main: string; head: string; wanted: readonly WantedFile[] },
): Promise<boolean> {
  const base = await pulls.forkPoint(main, head);
  if (base === null) return false;
  const [from, ours, theirs] = await Promise.all([base, main, head].map(listCommit));
  const merged = mergeListings(from ?? [], ours ?? [], theirs ?? []);
  return merged.conflicts.length === 0 && wanted.every((file) => merged.blobs.get(file.path) === file.blob);
}

async function create(
  { client, pulls }: GithubTools,
  { branch, title, body }: PullRequestDraft,
  head: string,
): Promise<PullRequest | null> {
  const answer = await client.send({
    route: "POST /repos/{owner}/{repo}/pulls",
    params: { title: clean(title), body: clean(body), head: branch, base: "main" },
    action: ACTION,
    allow: [422],
  });
  if (answer.status !== 422) return pulls.toPullRequest(client.parse(pullAnswer, answer, ACTION), head);
  // Somebody opened it, or main took the change in: the next try sees which.
  const isRace = /already exists|no commits between/i.test(answer.message);
  return isRace ? null : client.fail({ kind: "answered", status: 422, action: ACTION });
}

/** A branch that was built anew says so in its pull request's words too. */
async function rewrite(
  { client, pulls }: GithubTools,
  { title, body }: PullRequestDraft,
  existing: PullRequest,
  head: string,
): Promise<PullRequest> {
  const answer = await client.send({
    route: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
    params: { pull_number: existing.number, title: clean(title), body: clean(body) },
    action: ACTION,
  });
  return pulls.toPullRequest(client.parse(pullAnswer, answer, ACTION), head);
}

function clean(text: string): string {
  return text.replaceAll("\0", "");
}
