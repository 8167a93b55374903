import { realpathSync } from "node:fs";
import path from "node:path";
import { AppError } from "../domain/errors.ts";
import { type GitHost, GitUnavailable } from "./git-host.ts";
import { createLocalHost } from "./local-host.ts";

/** What a folder of an ops repository may be called. */
export const REPOSITORY_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * createGitHostFor finds the git host of a project: its repository is a folder directly below `opsRepoDir`, and
 * nothing a project says can lead elsewhere. Throws AppError `bad-path` for any other name.
 */
export function createGitHostFor(
  opsRepoDir: string,
): (project: { gitHost: string; repository: string }) => GitHost {
  const hosts = new Map<string, GitHost>();
  return ({ gitHost, repository }) => {
    if (gitHost !== "local") throw new GitUnavailable("This server has no access to that git host.");
    const directory = repositoryDirectory(opsRepoDir, repository);
    const host = hosts.get(directory) ?? createLocalHost({ directory });
    hosts.set(directory, host);
    return host;
  };
}

function repositoryDirectory(opsRepoDir: string, repository: string): string {
  const directory = path.join(path.resolve(opsRepoDir), repository);
  const isBelow = REPOSITORY_NAME.test(repository) && !leadsElsewhere(opsRepoDir, directory);
  if (!isBelow)
    throw new AppError("bad-path", "The repository has to be a folder of the server's repository folder.");
  return directory;
}

/** A link inside the folder must not lead out of it; a folder that is away now leads nowhere. */
function leadsElsewhere(opsRepoDir: string, directory: string): boolean {
  try {
    return path.dirname(realpathSync(directory)) !== realpathSync(opsRepoDir);
  } catch {
    return false;
  }
}
