import { cleanMessage, cleanName } from "../clean-commit.ts";
import type { PullRequestDraft } from "../git-host.ts";
import { shaAnswer } from "./answers.ts";
import type { GithubTools } from "./github-tools.ts";
import type { WantedFile } from "./wanted-files.ts";

const ACTION = "write a commit";

/**
 * writeGithubCommit writes files on top of a commit without a clone: one tree with the contents in it, one commit.
 * No branch points to it yet.
 */
export async function writeGithubCommit(
  { client, commits }: GithubTools,
  { base, files, draft }: { base: string; files: readonly WantedFile[]; draft: PullRequestDraft },
): Promise<string> {
  const found = await commits.find(base);
  if (found === null) return client.fail({ kind: "answered", status: 404, action: ACTION });
  const tree = client.parse(
    shaAnswer,
    await client.send({
      route: "POST /repos/{owner}/{repo}/git/trees",
      params: {
        base_tree: found.tree,
        tree: files.map(({ path, mode, content }) => ({ path, mode, type: "blob", content })),
      },
      action: ACTION,
    }),
    ACTION,
  );
  const answer = await client.send({
    route: "POST /repos/{owner}/{repo}/git/commits",
    params: {
      message: cleanMessage(draft.commitMessage),
      tree: tree.sha,
      parents: [base],
      author: {
        name: cleanName(draft.author.name),
        email: cleanName(draft.author.email),
        date: draft.at.toISOString(),
      },
    },
    action: ACTION,
  });
  return client.parse(shaAnswer, answer, ACTION).sha;
}
