import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { GitUnavailable } from "./git-host.ts";

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 1024 * 1024 * 1024;

/** What a repository's own configuration may not change: no hooks, no replaced objects, bytes on disk before a ref. */
const SETTINGS = [
  "core.hooksPath=/dev/null",
  "core.fsync=objects,reference",
  "core.fsmonitor=false",
  "core.quotePath=false",
  "core.logAllRefUpdates=false",
  "core.filesRefLockTimeout=2000",
  "core.packedRefsTimeout=2000",
  "core.attributesFile=/dev/null",
  "log.showRoot=true",
  "log.showSignature=false",
  "diff.renames=false",
  "protocol.allow=never",
].flatMap((setting) => ["-c", setting]);

/** Messages of git that mean: the disk or the folder does not let us, try again later. */
const UNAVAILABLE =
  /not a git repository|permission denied|insufficient permission|read-only file system|no space left|disk quota|input\/output error|too many open files|stale file handle/i;

export type GitOptions = {
  input?: string | Uint8Array;
  env?: Record<string, string>;
  /** Exit codes that are answers; every other one throws. */
  allow?: readonly number[];
};
export type GitAnswer = { exitCode: number; stdout: Buffer; stderr: string };
export type Git = (args: readonly string[], options?: GitOptions) => Promise<GitAnswer>;

/**
 * createGit runs the git command on one bare repository: no shell, no configuration of the machine or the user,
 * no prompts, at most 30 s. Throws GitUnavailable when the repository or the command cannot be reached.
 */
export function createGit(directory: string, timeoutMs = TIMEOUT_MS): Git {
  return async (args, options = {}) => {
    const answer = await execute([...SETTINGS, `--git-dir=${directory}`, ...args], options, timeoutMs);
    if (answer.exitCode === 0 || (options.allow ?? []).includes(answer.exitCode)) return answer;
    await assertReachable(directory);
    const said = answer.stderr.trim();
    if (UNAVAILABLE.test(said))
      throw new GitUnavailable("The repository cannot be used now.", { cause: said });
    throw new GitCommandFailed(args[0] ?? "", answer.exitCode, said);
  };
}

/** git said no: a bug, a damaged repository, or a ref that moved. */
export class GitCommandFailed extends Error {
  constructor(
    readonly command: string,
    readonly exitCode: number,
    readonly stderr: string,
  ) {
    super(`git ${command} ended with ${exitCode}: ${stderr}`);
    this.name = "GitCommandFailed";
  }
}

function execute(args: string[], options: GitOptions, timeoutMs: number): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      args,
      { encoding: "buffer", env: environment(options.env), maxBuffer: MAX_OUTPUT_BYTES, timeout: timeoutMs },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ exitCode: 0, stdout, stderr: stderr.toString() });
        if (typeof error.code === "number") {
          return resolve({ exitCode: error.code, stdout, stderr: stderr.toString() });
        }
        reject(new GitUnavailable(unavailableSentence(error), { cause: error }));
      },
    );
    // A git that ended early closes its input; its exit code says why.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input ?? "");
  });
}

function unavailableSentence(error: { killed?: boolean; code?: unknown }): string {
  if (error.code === "ENOENT") return "The git command was not found; install git.";
  return error.killed ? "git did not answer in time." : "git could not be run.";
}

function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    NODE_ENV: process.env.NODE_ENV,
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    LC_ALL: "C",
    TZ: "UTC",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    ...extra,
  };
}

async function assertReachable(directory: string): Promise<void> {
  try {
    await access(path.join(directory, "HEAD"), constants.R_OK);
    await access(path.join(directory, "objects"), constants.R_OK | constants.X_OK);
  } catch (error) {
    throw new GitUnavailable("The repository is not where it should be, or may not be read.", {
      cause: error,
    });
  }
}
