import { CHECKPOINT_TRAILER, parseCheckpoint } from "../domain/audit/parse-checkpoint.ts";
import type { ChainHead } from "../domain/audit/verify-chain.ts";
import type { Git } from "./git-command.ts";
import { MAIN } from "./local-pull-requests.ts";

/** readCheckpoints finds what the commits of main say about the audit chain; a trailer that is none is passed over. */
export async function readCheckpoints(git: Git): Promise<ChainHead[]> {
  const format = `--format=%(trailers:key=${CHECKPOINT_TRAILER},valueonly)`;
  const { stdout } = await git(["log", format, MAIN, "--"]);
  return stdout
    .toString("utf8")
    .split("\n")
    .flatMap((line) => parseCheckpoint(line.trim()) ?? [])
    .filter(({ seq }) => seq > 0);
}
