import { CHECKPOINT_TRAILER, parseCheckpoint } from "../domain/audit/parse-checkpoint.ts";
import type { Git } from "./git-command.ts";
import type { GitCheckpoint } from "./git-host.ts";
import { MAIN } from "./local-pull-requests.ts";

/** readCheckpoints finds what the commits of main say about the audit chain; a trailer that is none is passed over. */
export async function readCheckpoints(git: Git): Promise<GitCheckpoint[]> {
  const main = await git(["rev-parse", "--verify", "--quiet", `${MAIN}^{commit}`], { allow: [1] });
  if (main.exitCode === 1) return [];
  const format = `--format=%x00%H%n%(trailers:key=${CHECKPOINT_TRAILER},valueonly)`;
  const { stdout } = await git(["log", format, MAIN, "--"]);
  return stdout.toString("utf8").split("\0").flatMap(readCommit);
}

function readCommit(text: string): GitCheckpoint[] {
  const [commit = "", ...trailers] = text.split("\n");
  return trailers
    .flatMap((line) => parseCheckpoint(line.trim()) ?? [])
    .filter(({ seq }) => seq > 0)
    .map((head) => ({ ...head, commit }));
}
