import { realpathSync } from "node:fs";
import path from "node:path";
import { AppError } from "../domain/errors.ts";
import { isFolderName } from "../domain/gitops/check-repository.ts";
import { type GitHost, GitUnavailable } from "./git-host.ts";
import { createGithubHost } from "./github/create-github-host.ts";
import type { GithubConnection } from "./github/github-connection.ts";
import { createLocalHost } from "./local-host.ts";

const NOT_SET_UP =
  "This server has no access to GitHub: set GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY.";

/**
 * createGitHostFor finds the git host of a project. A local repository is a folder directly below `opsRepoDir`, and
 * nothing a project says can lead elsewhere; one on GitHub is called with the server's own credentials, where it has
 * some. Throws AppError `bad-path` or `bad-repository` for any other name.
 */
export function createGitHostFor(
  opsRepoDir: string,
  github: GithubConnection | null = null,
): (project: { gitHost: string; repository: string }) => GitHost {
  const hosts = new Map<string, GitHost>();
  const kept = (key: string, make: () => GitHost): GitHost => {
    const host = hosts.get(key) ?? make();
    hosts.set(key, host);
    return host;
  };
  return ({ gitHost, repository }) => {
    switch (gitHost) {
      case "local": {
        const directory = repositoryDirectory(opsRepoDir, repository);
        return kept(directory, () => createLocalHost({ directory }));
      }
      case "github":
        if (github === null) throw new GitUnavailable(NOT_SET_UP);
        return kept(`github:${repository}`, () => createGithubHost(github, repository));
      default:
        throw new GitUnavailable("This server has no access to that git host.");
    }
  };
}

function repositoryDirectory(opsRepoDir: string, repository: string): string {
  const directory = path.join(path.resolve(opsRepoDir), repository);
  const isBelow = isFolderName(repository) && !leadsElsewhere(opsRepoDir, directory);
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
