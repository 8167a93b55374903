import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type TestCommit = {
  /** path -> content; null deletes */
  files: Record<string, string | Uint8Array | null>;
  message?: string;
  author?: { name: string; email: string };
  at?: Date;
  branch?: string;
};
export type TempRepository = {
  directory: string;
  /** Runs ordinary git in a work tree with the bare repository as its origin. */
  git: (...args: string[]) => string;
  workTree: string;
  /** Commits to main (or a branch) and pushes, as a person would; returns the commit. */
  commit: (commit: TestCommit) => string;
  remove: () => void;
};

const AUTHOR = { name: "Ada Example", email: "ada@deploybuddy.example" };

/** createTempRepository makes a bare repository in a folder of its own, with a clone to work in. */
export function createTempRepository(name = "ops"): TempRepository {
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-git-"));
  const directory = path.join(folder, name);
  const workTree = path.join(folder, "work");
  runScript(folder, CREATE, [directory, workTree]);
  return repositoryIn(folder, name);
}

/** copyTempRepository makes another repository with the same history, which goes its own way from then on. */
export function copyTempRepository(source: TempRepository): TempRepository {
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-git-"));
  cpSync(path.dirname(source.directory), folder, { recursive: true });
  const copy = repositoryIn(folder, path.basename(source.directory));
  copy.git("remote", "set-url", "origin", copy.directory);
  return copy;
}

function repositoryIn(folder: string, name: string): TempRepository {
  const directory = path.join(folder, name);
  const workTree = path.join(folder, "work");
  return {
    directory,
    workTree,
    git: (...args) => run(workTree, args),
    commit: (commit) => commitAndPush(workTree, commit),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function commitAndPush(workTree: string, commit: TestCommit): string {
  const { files, message = "Change files", author = AUTHOR, at = new Date("2026-04-10T12:00:00Z") } = commit;
  const branch = commit.branch ?? "main";
  runScript(workTree, FETCH, [branch]);
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(workTree, file);
    if (content === null) rmSync(target, { force: true });
    else {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }
  return runScript(workTree, COMMIT_AND_PUSH, [branch, message], {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: at.toISOString(),
  });
}

/** Several commands of git start from one small shell: to start one from a grown test process takes far longer. */
const CREATE = `
git init -q --bare -b main "$1"
git clone -q "$1" "$2"
git -C "$2" checkout -q -B main
`;
const FETCH = `
if [ -n "$(git ls-remote origin "refs/heads/$1")" ]; then
  git fetch -q origin
  git checkout -q -B "$1" "origin/$1"
fi
`;
const COMMIT_AND_PUSH = `
git add -A
git commit -q --allow-empty -m "$2"
git push -q origin "HEAD:refs/heads/$1"
git rev-parse HEAD
`;

function runScript(cwd: string, script: string, args: readonly string[], env = {}): string {
  return execute("sh", ["-e", "-c", script, "sh", ...args], cwd, env);
}

function run(cwd: string, args: readonly string[]): string {
  return execute("git", args, cwd);
}

function execute(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: AUTHOR.name,
      GIT_AUTHOR_EMAIL: AUTHOR.email,
      GIT_COMMITTER_NAME: AUTHOR.name,
      GIT_COMMITTER_EMAIL: AUTHOR.email,
      ...env,
    },
  }).trim();
}
