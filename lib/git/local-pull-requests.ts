import { z } from "zod";
import type { ReadBlob } from "./blob-reader.ts";
import type { Git } from "./git-command.ts";
import { GitUnavailable, type PullRequest } from "./git-host.ts";
import type { RefChange } from "./update-refs.ts";
import { writeBlob } from "./write-commit.ts";

export const MAIN = "refs/heads/main";
const META_REF = /^refs\/tupelo\/pulls\/([1-9]\d{0,8})\/meta$/;

/**
 * What `refs/tupelo/pulls/<n>/meta` points to: a blob of JSON, so that `git clone --mirror` carries everything. It is
 * the truth; `head` and `base` beside it are for people, and keep the commits alive when a branch is deleted.
 */
const metaSchema = z.object({
  title: z.string(),
  body: z.string(),
  branch: z.string(),
  state: z.enum(["open", "merged", "closed"]),
  head: z.string().regex(/^[0-9a-f]{40,64}$/),
  base: z.string().regex(/^[0-9a-f]{40,64}$/),
  mergeCommit: z.string().nullable(),
});
export type PullMeta = z.output<typeof metaSchema>;

export type StoredPull = PullMeta & { number: number; metaBlob: string };
/** The refs that matter, as one run of git read them: number -> blob of the pull request's meta. */
export type RefSnapshot = {
  main: string;
  branches: ReadonlyMap<string, string>;
  pulls: ReadonlyMap<number, string>;
};

/** readSnapshot reads main, branches and pull requests' refs in one run of git. */
export async function readSnapshot(git: Git): Promise<RefSnapshot> {
  const { stdout } = await git([
    "for-each-ref",
    "--format=%(objectname) %(refname)",
    "refs/heads",
    "refs/tupelo/pulls",
  ]);
  const branches = new Map<string, string>();
  const pulls = new Map<number, string>();
  for (const line of stdout.toString("utf8").split("\n")) {
    const [id = "", ref = ""] = line.split(" ");
    const number = META_REF.exec(ref)?.[1];
    if (ref.startsWith("refs/heads/")) branches.set(ref.slice("refs/heads/".length), id);
    else if (number !== undefined) pulls.set(Number(number), id);
  }
  const main = branches.get("main");
  if (main === undefined) throw new GitUnavailable("The repository has no branch main yet.");
  return { main, branches, pulls };
}

/** readPull reads a pull request; null when there is none, or somebody pushed nonsense there. */
export async function readPull(
  readBlob: ReadBlob,
  snapshot: RefSnapshot,
  number: number,
): Promise<StoredPull | null> {
  const metaBlob = snapshot.pulls.get(number);
  const bytes = metaBlob === undefined ? null : await readBlob(metaBlob);
  if (metaBlob === undefined || bytes === null) return null;
  try {
    return { ...metaSchema.parse(JSON.parse(new TextDecoder().decode(bytes))), number, metaBlob };
  } catch {
    return null;
  }
}

/** findPull finds the newest pull request of a branch. */
export async function findPull(
  readBlob: ReadBlob,
  snapshot: RefSnapshot,
  branch: string,
): Promise<StoredPull | null> {
  const numbers = [...snapshot.pulls.keys()];
  const pulls = await Promise.all(numbers.map((number) => readPull(readBlob, snapshot, number)));
  const matching = pulls.flatMap((pull) => (pull?.branch === branch ? [pull] : []));
  return matching.sort((left, right) => right.number - left.number)[0] ?? null;
}

/**
 * describePull says what a pull request is now. People work with ordinary git: a branch that was merged and pushed
 * by hand is merged, a branch that was deleted unmerged is closed, a pushed branch has a new head.
 */
export async function describePull(git: Git, snapshot: RefSnapshot, pull: StoredPull): Promise<PullRequest> {
  const { number, title, body, branch, state, mergeCommit } = pull;
  const common = { number, branch, title, body, baseCommit: pull.base };
  if (state !== "open") return { ...common, state, headCommit: pull.head, mergeCommit };
  const byHand = await findMergeCommit(git, pull.head, snapshot.main);
  if (byHand !== null) return { ...common, state: "merged", headCommit: pull.head, mergeCommit: byHand };
  // One run of git lists refs one after the other: a branch made meanwhile may be missing beside its own pull request.
  const headCommit = snapshot.branches.get(branch) ?? (await readSnapshot(git)).branches.get(branch);
  if (headCommit === undefined)
    return { ...common, state: "closed", headCommit: pull.head, mergeCommit: null };
  return { ...common, state: "open", headCommit, mergeCommit: null };
}

/** The first commit of main that contains `head`; null while main does not. */
async function findMergeCommit(git: Git, head: string, main: string): Promise<string | null> {
  const { exitCode } = await git(["merge-base", "--is-ancestor", head, main], { allow: [1] });
  if (exitCode === 1) return null;
  const range = `${head}..${main}`;
  const mainLine = await listCommits(git, ["--first-parent", "--reverse", "--parents", range]);
  const containing = new Set((await listCommits(git, ["--ancestry-path", range])).map(([commit]) => commit));
  const [commit, firstParent] = mainLine.find(([candidate]) => containing.has(candidate)) ?? [];
  // A fast-forward made no commit of its own: main went on from the head itself.
  return commit === undefined || firstParent === head ? head : commit;
}

async function listCommits(git: Git, args: readonly string[]): Promise<string[][]> {
  const { stdout } = await git(["rev-list", ...args]);
  const lines = stdout.toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => line.split(" "));
}

/** nextNumber is one more than any number in use; its meta is made create-only, so that two never share it. */
export function nextNumber(snapshot: RefSnapshot): number {
  return Math.max(0, ...snapshot.pulls.keys()) + 1;
}

/**
 * savePull says which refs change when a pull request becomes what is given; `from` is what was read before. The meta
 * comes first: who sees any ref of a number sees its meta, also after a crash in between.
 */
export async function savePull(
  git: Git,
  from: StoredPull | null,
  to: PullMeta & { number: number },
): Promise<RefChange[]> {
  const { number, ...meta } = to;
  const metaBlob = await writeBlob(git, `${JSON.stringify(metaSchema.parse(meta), null, 2)}\n`);
  const prefix = `refs/tupelo/pulls/${number}/`;
  return [
    { ref: `${prefix}meta`, from: from?.metaBlob ?? null, to: metaBlob },
    { ref: `${prefix}head`, to: to.head },
    { ref: `${prefix}base`, to: to.base },
  ];
}
