import { addressesIn } from "../addresses-in.ts";
import type { HistoryCommit } from "../git-host.ts";
import type { CommitStore, GithubCommit } from "./commit-store.ts";
import { diffListings } from "./merge-listings.ts";
import type { TreeReader } from "./tree-reader.ts";

/** What a commit brings to main depends on its own history alone, so it is worked out once. */
type Brought = { entry: Omit<HistoryCommit, "position">; commits: readonly string[] };
export type GithubHistory = (head: string) => Promise<HistoryCommit[]>;

/** Trees of so many commits are asked for at once; neighbours share theirs. */
const AT_ONCE = 8;

/**
 * createGithubHistory lists main's first parents with what each of them changed: a hundred commits and one tree a
 * request. A second look asks only for what is new.
 */
export function createGithubHistory(commits: CommitStore, trees: TreeReader): GithubHistory {
  const brought = new Map<string, Brought>();
  return async (head) => {
    await commits.load(head);
    const line = firstParents(commits, head);
    const onMain = new Set<string>();
    for (const batch of inBatches(line, brought)) {
      await Promise.all(
        batch.map(async (commit) => {
          const changes = await changesOf(commits, trees, commit);
          brought.set(commit.id, { entry: { ...aboutCommit(commit), ...NOBODY, changes }, commits: [] });
        }),
      );
    }
    return line.map((commit, position) => {
      const known = brought.get(commit.id);
      if (known === undefined) throw new Error(`nothing is known about ${commit.id}`);
      const whole = known.commits.length > 0 ? known : withAuthors(commits, commit, known, onMain);
      brought.set(commit.id, whole);
      for (const id of whole.commits) onMain.add(id);
      return { ...whole.entry, position };
    });
  };
}

const NOBODY = { authorName: "", authorEmail: "", authorEmails: [] };

/** Oldest first. */
function firstParents(commits: CommitStore, head: string): GithubCommit[] {
  const line: GithubCommit[] = [];
  for (let id: string | undefined = head; id !== undefined; ) {
    const commit = commits.known(id);
    line.push(commit);
    id = commit.parents[0];
  }
  return line.reverse();
}

function inBatches(line: readonly GithubCommit[], brought: ReadonlyMap<string, Brought>): GithubCommit[][] {
  const wanted = line.filter((commit) => !brought.has(commit.id));
  const batches: GithubCommit[][] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) batches.push(wanted.slice(at, at + AT_ONCE));
  return batches;
}

async function changesOf(
  commits: CommitStore,
  trees: TreeReader,
  commit: GithubCommit,
): Promise<ReadonlyMap<string, string | null>> {
  const parent = commit.parents[0];
  const before = parent === undefined ? [] : await trees.list(commits.known(parent).tree);
  return diffListings(before, await trees.list(commit.tree));
}

function aboutCommit({ id, authoredAt, message }: GithubCommit) {
  const [paragraph = ""] = message.trimStart().split(/\r?\n\s*\r?\n/);
  const lines = paragraph.split("\n").map((line) => line.trim());
  return { commit: id, authoredAt, subject: lines.join(" ").trim() };
}

/** `onMain` holds all that came to main before. */
function withAuthors(
  commits: CommitStore,
  commit: GithubCommit,
  { entry }: Brought,
  onMain: ReadonlySet<string>,
): Brought {
  const seen = new Set<string>();
  const waiting = commit.parents.slice(1);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (onMain.has(id) || seen.has(id)) continue;
    seen.add(id);
    waiting.push(...commits.known(id).parents);
  }
  const merged = [...seen].map(commits.known);
  merged.sort((left, right) => right.committedAt.getTime() - left.committedAt.getTime());
  const all = [commit, ...merged];
  const shown = merged.find(({ parents }) => parents.length < 2) ?? commit;
  const emails = all.flatMap(({ authorEmail, message }) => [authorEmail, ...coAuthorsIn(message)]);
  const authors = {
    authorName: shown.authorName,
    authorEmail: shown.authorEmail,
    authorEmails: [...new Set(emails.map((email) => email.trim()))].filter((email) => email !== ""),
  };
  return { entry: { ...entry, ...authors }, commits: all.map(({ id }) => id) };
}

/** Taken from any line: naming one author too many only keeps somebody from approving his own work. */
function coAuthorsIn(message: string): string[] {
  const lines = message.split("\n").filter((line) => /^co-authored-by:/i.test(line));
  return lines.flatMap((line) => addressesIn(line.slice(line.indexOf(":") + 1)));
}
