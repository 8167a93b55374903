import { readFileSync } from "node:fs";
import path from "node:path";
import { createGit, type Git } from "../../git-command.ts";
import type { CommitStatus, HostReview } from "../../git-host.ts";
import {
  copyTempRepository,
  createTempRepository,
  type TempRepository,
} from "../../testing/temp-repository.ts";

export type StoredPull = {
  number: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  branch: string;
  head: string;
  /** Main when its head was last looked at. */
  base: string;
  mergedAt: string | null;
  /** Of a fork; this repository's own where it is left out. */
  headRepository?: number;
  mergeCommit: string | null;
};
export type StoredComment = { id: number; issue: number; body: string; login: string };
export type StoredStatus = CommitStatus & { id: number; commit: string };
export type StoredReview = HostReview & { id: number };

/** What GitHub keeps beside git, in memory; the repository itself is a real one. */
export type GithubState = {
  owner: string;
  name: string;
  /** What the credentials are called. */
  login: string;
  repository: TempRepository;
  git: Git;
  /** What was asked of git already. */
  facts: Map<string, string>;
  pulls: Map<number, StoredPull>;
  comments: StoredComment[];
  statuses: StoredStatus[];
  reviews: Map<number, StoredReview[]>;
  /** A ruleset on main: how many approvals of the head a merge needs. */
  ruleset: { approvals: number };
  /** More files than this in one recursive answer are cut, as GitHub cuts 100,000. */
  treeLimit: number;
  now: () => Date;
  nextId: () => number;
};

/** createGithubState makes an empty repository `deploybuddy/ops`, or one that stands as another does. */
export function createGithubState(now: () => Date, source: GithubState | null = null): GithubState {
  const repository =
    source === null ? createTempRepository("ops.git") : copyTempRepository(source.repository);
  const { pulls, comments, statuses, reviews, ruleset, facts } = source ?? EMPTY;
  let id = source?.nextId() ?? 1_000;
  return {
    ...{ owner: "deploybuddy", name: "ops", login: "tupelo-deploybuddy" },
    ...{ repository, git: createGit(repository.directory) },
    ...structuredClone({ pulls, comments, statuses, reviews, ruleset, facts }),
    ...{ treeLimit: 100_000, now },
    nextId: () => {
      id += 1;
      return id;
    },
  };
}

type Kept = Pick<GithubState, "pulls" | "comments" | "statuses" | "reviews" | "ruleset" | "facts">;
const EMPTY: Kept = {
  ...{ pulls: new Map(), reviews: new Map(), facts: new Map() },
  ...{ comments: [], statuses: [], ruleset: { approvals: 0 } },
};

/** headOf is a ref's commit, read from its file; null where there is none. */
export function headOf({ repository }: GithubState, ref: string): string | null {
  if (ref.split("/").includes("..")) return null;
  try {
    return readFileSync(path.join(repository.directory, ref), "utf8").trim();
  } catch {
    return null;
  }
}

/** typeOf is the kind of an object; null where git does not have it. */
export function typeOf({ git, facts }: GithubState, id: string): Promise<string | null> {
  return remembered(facts, `type ${id}`, async () => {
    const { stdout } = await git(["cat-file", "--batch-check"], { input: `${id}\n` });
    const [, type = "missing"] = stdout.toString("utf8").trim().split(" ");
    return ["commit", "tree", "blob", "tag"].includes(type) ? type : null;
  });
}

/** forkPointOf is the commit where two histories part; null where they share none. */
export function forkPointOf(
  { git, facts }: GithubState,
  left: string,
  right: string,
): Promise<string | null> {
  if (left === right) return Promise.resolve(left);
  return remembered(facts, `fork ${left} ${right}`, async () => {
    const { exitCode, stdout } = await git(["merge-base", left, right], { allow: [1, 128] });
    return exitCode === 0 ? stdout.toString("utf8").trim() : null;
  });
}

/** isIn is whether a commit is in another's history. */
export async function isIn(state: GithubState, older: string, newer: string): Promise<boolean> {
  return (await forkPointOf(state, older, newer)) === older;
}

/** What git says of objects never changes; starting it again for each request is what takes time here. */
async function remembered(
  facts: GithubState["facts"],
  key: string,
  ask: () => Promise<string | null>,
): Promise<string | null> {
  const found = facts.get(key) ?? (await ask());
  if (found !== null) facts.set(key, found);
  return found;
}

/**
 * lookAtGit does what GitHub does after a push: an open pull request follows its branch, is closed where the branch
 * is gone, and is merged where main holds it.
 */
export async function lookAtGit(state: GithubState): Promise<void> {
  const { git, pulls } = state;
  const main = headOf(state, "refs/heads/main");
  for (const pull of pulls.values()) {
    if (pull.state === "closed") continue;
    const head = headOf(state, `refs/heads/${pull.branch}`);
    if (head !== null && head !== pull.head) Object.assign(pull, { head, base: main ?? pull.base });
    if (main !== null && (await isIn(state, pull.head, main))) {
      const mergeCommit = await mergedBy(git, pull.head, main);
      Object.assign(pull, { state: "closed", mergedAt: state.now().toISOString(), mergeCommit });
    } else if (head === null) pull.state = "closed";
  }
}

async function mergedBy(git: Git, head: string, main: string): Promise<string> {
  const range = `${head}..${main}`;
  const { stdout } = await git(["rev-list", "--first-parent", "--ancestry-path", "--reverse", range]);
  return stdout.toString("utf8").split("\n")[0] || head;
}
