import type { KindName } from "../artifacts/index.ts";
import type { Layout } from "./layout.ts";
import { createMatcher, type PathMatcher } from "./match-path.ts";

/** What a path is a file of. `version` is null where git versions it; `others` are kinds that match it as well. */
export type PathPlace = {
  kind: KindName;
  name: string;
  version: string | null;
  others: KindName[];
  /** The kind's layout lists `formerly` globs, so that its files may have moved. */
  hasMoved: boolean;
};
export type PathReader = (path: string) => PathPlace | null;

/** createPathReader answers for one layout; the first kind in the file's order wins. Answers are remembered. */
export function createPathReader(layout: Layout): PathReader {
  const kinds = layout.kinds.map(({ kind, files, formerly }) => ({
    kind,
    hasMoved: formerly.length > 0,
    matchers: [...files, ...formerly].map((glob) => createMatcher(glob, layout.project)),
  }));
  const remembered = new Map<string, PathPlace | null>();
  return (path) => {
    const before = remembered.get(path);
    if (before !== undefined) return before;
    const matches = kinds.flatMap(({ kind, hasMoved, matchers }) => {
      const captures = firstMatch(matchers, path);
      return captures === null ? [] : [{ kind, hasMoved, captures }];
    });
    const [first, ...others] = matches;
    const place =
      first === undefined
        ? null
        : {
            kind: first.kind,
            hasMoved: first.hasMoved,
            name: first.captures.name ?? first.captures.app ?? layout.project,
            version: first.captures.version ?? null,
            others: others.map((other) => other.kind),
          };
    remembered.set(path, place);
    return place;
  };
}

function firstMatch(matchers: readonly PathMatcher[], path: string) {
  for (const match of matchers) {
    const captures = match(path);
    if (captures !== null) return captures;
  }
  return null;
}
