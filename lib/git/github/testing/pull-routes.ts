import { z } from "zod";
import { mergeTrees } from "../../merge-tree.ts";
import { writeCommit } from "../../write-commit.ts";
import { type GithubState, headOf, isIn, type StoredPull } from "./github-state.ts";
import { type GithubCall, notFound, type Reply, type Route, refusal } from "./route.ts";

/** Pull requests and GitHub's own merge. */
export const PULL_ROUTES: readonly Route[] = [
  { method: "GET", path: /^\/pulls$/, answer: listPulls },
  { method: "POST", path: /^\/pulls$/, answer: createPull },
  { method: "GET", path: /^\/pulls\/(\d+)$/, answer: getPull },
  { method: "PATCH", path: /^\/pulls\/(\d+)$/, answer: updatePull },
  { method: "PUT", path: /^\/pulls\/(\d+)\/merge$/, answer: mergePull },
];

const REPOSITORY_ID = 77;

function pullBody(state: GithubState, pull: StoredPull) {
  const repo = { id: REPOSITORY_ID, full_name: `${state.owner}/${state.name}` };
  const from = { ...repo, id: pull.headRepository ?? REPOSITORY_ID };
  return {
    ...{
      id: 9_000 + pull.number,
      number: pull.number,
      state: pull.state,
      title: pull.title,
      body: pull.body,
    },
    merged_at: pull.mergedAt,
    // GitHub names its trial merge there while a pull request is open.
    merge_commit_sha: pull.mergeCommit ?? (pull.state === "open" ? "1".repeat(40) : null),
    head: { label: `${state.owner}:${pull.branch}`, ref: pull.branch, sha: pull.head, repo: from },
    base: { label: `${state.owner}:main`, ref: "main", sha: pull.base, repo },
    user: { login: state.login },
  };
}

function find({ pulls }: GithubState, { parts: [number] }: GithubCall): StoredPull | null {
  return pulls.get(Number(number)) ?? null;
}

function listPulls(state: GithubState, { query }: GithubCall): Reply {
  const wanted = query.get("state") ?? "open";
  const size = Number(query.get("per_page") ?? 30);
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  const found = [...state.pulls.values()]
    .filter((pull) => wanted === "all" || pull.state === wanted)
    .filter((pull) => [null, `${state.owner}:${pull.branch}`].includes(query.get("head")))
    .sort((left, right) => right.number - left.number);
  return { status: 200, body: found.slice(start, start + size).map((pull) => pullBody(state, pull)) };
}

const newPull = z.strictObject({
  title: z.string().min(1),
  body: z.string(),
  head: z.string(),
  base: z.literal("main"),
});

async function createPull(state: GithubState, call: GithubCall): Promise<Reply> {
  const { title, body, head: branch } = newPull.parse(call.body);
  const head = headOf(state, `refs/heads/${branch}`);
  const main = headOf(state, "refs/heads/main");
  const problem = (message: string) =>
    refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
  if (head === null || main === null) return problem("head does not exist");
  const isOpen = [...state.pulls.values()].some((pull) => pull.branch === branch && pull.state === "open");
  if (isOpen) return problem(`A pull request already exists for ${state.owner}:${branch}.`);
  if (await isIn(state, head, main)) return problem(`No commits between main and ${branch}`);
  const number = Math.max(0, ...state.pulls.keys()) + 1;
  const pull: StoredPull = {
    ...{ number, title, body, branch, head, base: main },
    ...{ state: "open", mergedAt: null, mergeCommit: null },
  };
  state.pulls.set(number, pull);
  return { status: 201, body: pullBody(state, pull) };
}

function getPull(state: GithubState, call: GithubCall): Reply {
  const pull = find(state, call);
  return pull === null ? notFound() : { status: 200, body: pullBody(state, pull) };
}

const changedPull = z.strictObject({
  title: z.string().optional(),
  body: z.string().optional(),
  state: z.enum(["open", "closed"]).optional(),
});

function updatePull(state: GithubState, call: GithubCall): Reply {
  const pull = find(state, call);
  if (pull === null) return notFound();
  Object.assign(pull, changedPull.parse(call.body));
  return { status: 200, body: pullBody(state, pull) };
}

const merge = z.strictObject({
  sha: z.string(),
  merge_method: z.literal("merge"),
  commit_title: z.string(),
  commit_message: z.string(),
});

async function mergePull(state: GithubState, call: GithubCall): Promise<Reply> {
  const pull = find(state, call);
  if (pull === null) return notFound();
  const wanted = merge.parse(call.body);
  if (pull.state !== "open") return refusal(405, "Pull Request is not mergeable");
  if (pull.head !== wanted.sha)
    return refusal(409, "Head branch was modified. Review and try the merge again.");
  const rule = brokenRule(state, pull);
  if (rule !== null) return refusal(405, rule);
  const main = headOf(state, "refs/heads/main");
  const merged = await mergeTrees(state.git, main ?? "", pull.head);
  if (main === null || merged.outcome === "conflict") return refusal(405, "Pull Request is not mergeable");
  const mergeCommit = await writeCommit(state.git, {
    ...{ tree: merged.tree, parents: [main, pull.head], at: state.now() },
    message: `${wanted.commit_title}\n\n${wanted.commit_message}`,
    author: { name: state.login, email: `${state.login}@users.noreply.github.example` },
  });
  await state.git(["update-ref", "refs/heads/main", mergeCommit, main]);
  Object.assign(pull, { state: "closed", mergedAt: state.now().toISOString(), mergeCommit, base: main });
  return {
    status: 200,
    body: { sha: mergeCommit, merged: true, message: "Pull Request successfully merged" },
  };
}

function brokenRule({ ruleset, reviews }: GithubState, pull: StoredPull): string | null {
  const given = reviews.get(pull.number) ?? [];
  const approvals = given.filter((review) => review.state === "approved" && review.commit === pull.head);
  if (approvals.length >= ruleset.approvals) return null;
  return `Repository rule violations found\n\nAt least ${ruleset.approvals} approving review is required by reviewers with write access.\n`;
}
