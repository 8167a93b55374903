import { CHECKPOINT_TRAILER, parseCheckpoint } from "../domain/audit/parse-checkpoint.ts";
import type { Git } from "./git-command.ts";
import type { GitCheckpoint } from "./git-host.ts";
import { assertObjectId } from "./object-id.ts";

/** readCheckpoints finds what the commits up to `head` say about the audit chain; a trailer that is none is passed over. */
export async function readCheckpoints(git: Git, head: string): Promise<GitCheckpoint[]> {
  const format = `--format=%x00%H%n%(trailers:key=${CHECKPOINT_TRAILER},valueonly)`;
  const { stdout } = await git(["log", format, assertObjectId(head), "--"]);
  return stdout.toString("utf8").split("\0").flatMap(readCommit);
}

function readCommit(text: string): GitCheckpoint[] {
  const [commit = "", ...trailers] = text.split("\n");
  return trailers
    .flatMap((line) => parseCheckpoint(line.trim()) ?? [])
    .filter(({ seq }) => seq > 0)
    .map((head) => ({ ...head, commit }));
}
