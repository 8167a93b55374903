import type { TreeEntry } from "../git-host.ts";
import { isRegularFile } from "../read-tree.ts";

/** diffListings says what changed between two trees: path -> blob, null where no regular file is there any more. */
export function diffListings(
  before: readonly TreeEntry[],
  after: readonly TreeEntry[],
): Map<string, string | null> {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const changes = new Map<string, string | null>();
  for (const entry of after) {
    if (!isSame(old.get(entry.path), entry))
      changes.set(entry.path, isRegularFile(entry.mode) ? entry.blob : null);
    old.delete(entry.path);
  }
  for (const path of old.keys()) changes.set(path, null);
  return new Map([...changes].sort(([left], [right]) => (left < right ? -1 : 1)));
}

export type MergedListing = { conflicts: string[]; blobs: ReadonlyMap<string, string> };

/**
 * mergeListings merges two trees by whole files. What both sides changed differently is a conflict, also where git
 * could put the lines together: what was reviewed was another file.
 */
export function mergeListings(
  base: readonly TreeEntry[],
  ours: readonly TreeEntry[],
  theirs: readonly TreeEntry[],
): MergedListing {
  const [from, left, right] = [base, ours, theirs].map(
    (listing) => new Map(listing.map((entry) => [entry.path, entry])),
  );
  const blobs = new Map<string, string>();
  const conflicts: string[] = [];
  for (const path of new Set([...ours, ...theirs].map((entry) => entry.path))) {
    const [was, our, their] = [from?.get(path), left?.get(path), right?.get(path)];
    const isOurs = isSame(was, their) || isSame(our, their);
    if (!isOurs && !isSame(was, our)) conflicts.push(path);
    const merged = isOurs ? our : their;
    if (merged !== undefined) blobs.set(path, merged.blob);
  }
  return { conflicts: conflicts.sort(), blobs };
}

function isSame(left: TreeEntry | undefined, right: TreeEntry | undefined): boolean {
  return left?.blob === right?.blob && left?.mode === right?.mode;
}
