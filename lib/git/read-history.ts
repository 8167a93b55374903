import type { Git } from "./git-command.ts";
import type { HistoryCommit } from "./git-host.ts";
import { assertObjectId } from "./object-id.ts";
import { type CommitAuthors, readAuthors } from "./read-authors.ts";
import { isRegularFile } from "./read-tree.ts";

const HEADER_FIELDS = "commit %H%x00%at%x00%s";

/** readHistory lists the first-parent history up to a commit, oldest first, in two runs of git. */
export async function readHistory(git: Git, commit: string): Promise<HistoryCommit[]> {
  const [{ stdout }, authors] = await Promise.all([git(logOf(commit)), readAuthors(git, commit)]);
  return parseHistory(stdout.toString("utf8").split("\0"), authors);
}

function logOf(commit: string): string[] {
  return [
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--reverse",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-notes",
    "--encoding=UTF-8",
    "-z",
    `--format=${HEADER_FIELDS}`,
    assertObjectId(commit),
    "--",
  ];
}

/** After a header's three fields follow pairs of `:<modes> <ids> <letter>` and path, until the next header. */
function parseHistory(
  tokens: readonly string[],
  authors: ReadonlyMap<string, CommitAuthors>,
): HistoryCommit[] {
  const commits: HistoryCommit[] = [];
  let position = 0;
  while (position < tokens.length - 1) {
    const changes = new Map<string, string | null>();
    const [header = "", seconds = "", subject = ""] = tokens.slice(position, position + 3);
    position += 3;
    for (;;) {
      const raw = tokens[position]?.replace(/^\n/, "");
      if (raw === undefined || !raw.startsWith(":")) break;
      const [, mode = "", , blob = ""] = raw.split(" ");
      changes.set(tokens[position + 1] ?? "", isRegularFile(mode) ? blob : null);
      position += 2;
    }
    const commit = header.replace(/^\n?commit /, "");
    const written = authors.get(commit);
    if (written === undefined) throw new Error(`git named no author of ${commit}`);
    commits.push({
      commit,
      position: commits.length,
      ...written,
      authoredAt: new Date(Number(seconds) * 1000),
      subject,
      changes,
    });
  }
  return commits;
}
