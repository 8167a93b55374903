import { AppError } from "../errors.ts";

/** A repository on GitHub, as its API names it. */
export type RepositoryAddress = { owner: string; name: string };

const ADDRESS = /^(?:https:\/\/github\.com\/)?([A-Za-z0-9_-]{1,39})\/([A-Za-z0-9._-]{1,104})$/;
const MAX_NAME_LENGTH = 100;

/**
 * parseRepositoryAddress reads `owner/name` or `https://github.com/owner/name`, with or without `.git`. It takes
 * nothing that a git command would read as another transport, a local path, an option, or somebody's password. Throws
 * AppError `bad-repository`.
 */
export function parseRepositoryAddress(text: string): RepositoryAddress {
  const [, owner = "", path = ""] = ADDRESS.exec(text) ?? [];
  const name = path.replace(/\.git$/i, "");
  const isRefused =
    !/^[A-Za-z0-9]/.test(owner) ||
    owner.endsWith("-") ||
    name === "" ||
    name.length > MAX_NAME_LENGTH ||
    /^[.-]+$/.test(name) ||
    name.startsWith("-") ||
    /\.git$/i.test(name);
  if (!isRefused) return { owner, name };
  throw new AppError(
    "bad-repository",
    "Write the repository as owner/name, or as https://github.com/owner/name.",
  );
}
