import type { Git } from "./git-command.ts";
import type { HistoryCommit } from "./git-host.ts";
import { assertObjectId } from "./object-id.ts";
import { isRegularFile } from "./read-tree.ts";

const HEADER_FIELDS = "commit %H%x00%an%x00%ae%x00%at%x00%s";

/** readHistory lists the first-parent history up to a commit, oldest first, in one run of git. */
export async function readHistory(git: Git, commit: string): Promise<HistoryCommit[]> {
  const { stdout } = await git([
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
  ]);
  return parseHistory(stdout.toString("utf8").split("\0"));
}

/** After a header's five fields follow pairs of `:<modes> <ids> <letter>` and path, until the next header. */
function parseHistory(tokens: readonly string[]): HistoryCommit[] {
  const commits: HistoryCommit[] = [];
  let position = 0;
  while (position < tokens.length - 1) {
    const changes = new Map<string, string | null>();
    const [header = "", authorName = "", authorEmail = "", seconds = "", subject = ""] =
      tokens.slice(position);
    position += 5;
    for (;;) {
      const raw = tokens[position]?.replace(/^\n/, "");
      if (raw === undefined || !raw.startsWith(":")) break;
      const [, mode = "", , blob = ""] = raw.split(" ");
      changes.set(tokens[position + 1] ?? "", isRegularFile(mode) ? blob : null);
      position += 2;
    }
    commits.push({
      commit: header.replace(/^\n?commit /, ""),
      authorName,
      authorEmail,
      authoredAt: new Date(Number(seconds) * 1000),
      subject,
      changes,
    });
  }
  return commits;
}
