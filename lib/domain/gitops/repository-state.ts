/** One commit of main's first parents, oldest first; `null` where a path is gone or no regular file any more. */
export type HistoryEntry = {
  commit: string;
  /** how many commits are before it on main's first parents */
  position: number;
  authorName: string;
  authorEmail: string;
  /** all who wrote what the commit brings to main, the one shown among them */
  authorEmails: string[];
  authoredAt: Date;
  subject: string;
  changes: ReadonlyMap<string, string | null>;
};
export type HeadEntry = { path: string; blob: string; mode: string };
export type RepositoryState = { history: readonly HistoryEntry[]; head: readonly HeadEntry[] };
/** A version that is stored already: it keeps its number, also after main's history was rewritten. */
export type KnownVersion = {
  kind: string;
  name: string;
  version: string;
  files: readonly { path: string; blob: string }[];
};
