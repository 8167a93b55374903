import { type Git, GitCommandFailed } from "./git-command.ts";

/** One ref's change: only if it does not exist (`from: null`), only if it still is what was read, or in any case. */
export type RefChange = { ref: string; from?: string | null; to: string };

const LOST_A_RACE = /cannot lock ref|already exists|but expected|unable to create '[^']*\.lock'/i;

/**
 * updateRefs changes, in the order given, several refs together or none (compare-and-swap). Returns false when one of them was not what
 * was expected, or is being written by somebody else: read again and retry.
 */
export async function updateRefs(git: Git, changes: readonly RefChange[]): Promise<boolean> {
  const input = changes.map(instruction).join("");
  try {
    await git(["update-ref", "--stdin", "-z"], { input });
    return true;
  } catch (error) {
    if (error instanceof GitCommandFailed && LOST_A_RACE.test(error.stderr)) return false;
    throw error;
  }
}

function instruction(change: RefChange): string {
  if (change.from === null) return `create ${change.ref}\0${change.to}\0`;
  if (change.from === change.to) return `verify ${change.ref}\0${change.from}\0`;
  return `update ${change.ref}\0${change.to}\0${change.from ?? ""}\0`;
}
