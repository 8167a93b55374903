import { AppError } from "../errors.ts";

const MAX_BRANCH_BYTES = 200;
/** Parts that start with a letter or digit; no `..`, `@{`, `~`, `^`, `:`, `?`, `*`, `[`, `\` or spaces can occur. */
const BRANCH = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._+@=-]*(\/[\p{L}\p{N}_][\p{L}\p{M}\p{N}._+@=-]*)*$/u;
const OBJECT_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/i;

/**
 * checkBranchName refuses names that git, its revision syntax or its command line would read as something else,
 * and `main`, on which nobody works directly. Throws AppError `bad-path`.
 */
export function checkBranchName(branch: string): void {
  const isRefused =
    !BRANCH.test(branch) ||
    new TextEncoder().encode(branch).length > MAX_BRANCH_BYTES ||
    branch.includes("..") ||
    branch.split("/").some((part) => part.endsWith(".lock") || part.endsWith(".")) ||
    branch.startsWith("refs/") ||
    branch === "HEAD" ||
    branch === "main" ||
    OBJECT_ID.test(branch);
  if (isRefused)
    throw new AppError("bad-path", "This name cannot be used for a branch; choose letters, digits, - and _.");
}
