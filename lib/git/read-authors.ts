import { addressesIn } from "./addresses-in.ts";
import type { Git } from "./git-command.ts";
import { assertObjectId } from "./object-id.ts";

const FIELDS = "%H%x00%P%x00%an%x00%ae%x00%(trailers:key=Co-authored-by,valueonly,unfold)";
const FIELD_COUNT = 5;

/** Who is shown as a commit's author, and the addresses of all who wrote what it brings to main. */
export type CommitAuthors = { authorName: string; authorEmail: string; authorEmails: string[] };
type Commit = { name: string; email: string; coAuthors: string[]; parents: string[] };

/**
 * readAuthors says for each commit on main's first parents who wrote what it brings: its author and co-authors, and
 * for a merge also those of every commit of the merged branches. A merge of a branch is shown as its newest commit's
 * author. One run of git, whatever the number of merges.
 */
export async function readAuthors(git: Git, head: string): Promise<Map<string, CommitAuthors>> {
  const { stdout } = await git([
    "log",
    "--topo-order",
    "--no-notes",
    "--encoding=UTF-8",
    "-z",
    `--format=${FIELDS}`,
    assertObjectId(head),
    "--",
  ]);
  const commits = parseCommits(stdout.toString("utf8").split("\0"));
  const order = new Map([...commits.keys()].map((id, index) => [id, index]));
  const onMain = new Set<string>();
  const authors = new Map<string, CommitAuthors>();
  for (const id of firstParents(commits, head).reverse()) {
    onMain.add(id);
    const brought = broughtBy(commits, id, onMain);
    brought.sort((left, right) => (order.get(left) ?? 0) - (order.get(right) ?? 0));
    authors.set(id, authorsOf(commits, id, brought));
  }
  return authors;
}

function parseCommits(tokens: readonly string[]): Map<string, Commit> {
  const commits = new Map<string, Commit>();
  for (let at = 0; at + FIELD_COUNT <= tokens.length; at += FIELD_COUNT) {
    const [id = "", parents = "", name = "", email = "", trailers = ""] = tokens.slice(at, at + FIELD_COUNT);
    const coAuthors = addressesIn(trailers);
    commits.set(id, { name, email, coAuthors, parents: parents.split(" ").filter((one) => one !== "") });
  }
  return commits;
}

function firstParents(commits: ReadonlyMap<string, Commit>, head: string): string[] {
  const chain: string[] = [];
  for (let id: string | undefined = head; id !== undefined; id = commits.get(id)?.parents[0]) chain.push(id);
  return chain;
}

/** The commits that come to main with this one; `onMain` holds all that came before it, and takes them in. */
function broughtBy(commits: ReadonlyMap<string, Commit>, id: string, onMain: Set<string>): string[] {
  const brought: string[] = [];
  const waiting = commits.get(id)?.parents.slice(1) ?? [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (onMain.has(next)) continue;
    onMain.add(next);
    brought.push(next);
    waiting.push(...(commits.get(next)?.parents ?? []));
  }
  return brought;
}

/** `brought` has the newest commit first. */
function authorsOf(
  commits: ReadonlyMap<string, Commit>,
  id: string,
  brought: readonly string[],
): CommitAuthors {
  const all = [id, ...brought].flatMap((one) => commits.get(one) ?? []);
  const shown = all.slice(1).find((commit) => commit.parents.length < 2) ?? all[0];
  const emails = all.flatMap((commit) => [commit.email, ...commit.coAuthors]).map((email) => email.trim());
  return {
    authorName: shown?.name ?? "",
    authorEmail: shown?.email ?? "",
    authorEmails: [...new Set(emails)].filter((email) => email !== ""),
  };
}
