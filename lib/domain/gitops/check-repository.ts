import { AppError } from "../errors.ts";
import type { GitHostKind } from "./git-host-kinds.ts";
import { parseRepositoryAddress } from "./parse-repository-address.ts";

const FOLDER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** isFolderName is whether a text names a folder of the server's repository folder, and leads nowhere else. */
export function isFolderName(text: string): boolean {
  return FOLDER_NAME.test(text);
}

/**
 * checkRepository reads what somebody wrote as a project's repository, and returns it as it is kept: a folder's name,
 * or `owner/name`. Paths, remote addresses and git's transports are no folder. Throws AppError `bad-repository`.
 */
export function checkRepository(gitHost: GitHostKind, text: string): string {
  switch (gitHost) {
    case "local":
      if (isFolderName(text)) return text;
      throw new AppError(
        "bad-repository",
        "Write the name of a folder of the server's repository folder: lower-case letters, digits, dots, dashes.",
      );
    case "github": {
      const { owner, name } = parseRepositoryAddress(text);
      return `${owner}/${name}`;
    }
  }
}
