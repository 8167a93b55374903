import { AppError } from "../domain/errors.ts";
import type { ReadBlob } from "./blob-reader.ts";
import type { Git } from "./git-command.ts";
import type { MergeOutcome, MergeRequest } from "./git-host.ts";
import { describePull, MAIN, readPull, readSnapshot, savePull } from "./local-pull-requests.ts";
import { mergeTrees } from "./merge-tree.ts";
import { updateRefs } from "./update-refs.ts";
import { writeCommit } from "./write-commit.ts";

/**
 * mergeLocalPullRequest makes one try at a merge commit on main. Returns null when main, the branch or the pull
 * request moved in between; the next try then decides on what is there.
 */
export async function mergeLocalPullRequest(
  { git, readBlob }: { git: Git; readBlob: ReadBlob },
  request: MergeRequest,
): Promise<MergeOutcome | null> {
  const snapshot = await readSnapshot(git);
  const pull = await readPull(readBlob, snapshot, request.number);
  if (pull === null) throw new AppError("not-found", `There is no pull request ${request.number}.`);

  const found = await describePull(git, snapshot, pull);
  if (found.state === "closed") return { outcome: "closed" };
  if (found.state === "merged") {
    return {
      outcome: "merged",
      mergeCommit: found.mergeCommit ?? found.headCommit,
      headOfMain: snapshot.main,
    };
  }
  if (found.headCommit !== request.expectedHead)
    return { outcome: "head_moved", headCommit: found.headCommit };

  const merged = await mergeTrees(git, snapshot.main, found.headCommit);
  if (merged.outcome === "conflict") return merged;
  const mergeCommit = await writeCommit(git, {
    tree: merged.tree,
    parents: [snapshot.main, found.headCommit],
    message: request.message,
    author: request.author,
    at: request.at,
  });
  const { metaBlob: _, ...meta } = pull;
  const after = { ...meta, head: found.headCommit, state: "merged" as const, mergeCommit };
  const changes = await savePull(git, pull, after);
  const done = await updateRefs(git, [
    { ref: MAIN, from: snapshot.main, to: mergeCommit },
    { ref: `refs/heads/${found.branch}`, from: found.headCommit, to: found.headCommit },
    ...changes,
  ]);
  return done ? { outcome: "merged", mergeCommit, headOfMain: mergeCommit } : null;
}
