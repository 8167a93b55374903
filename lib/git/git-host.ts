import type { ChainHead } from "../domain/audit/verify-chain.ts";
import type { HostReviewState } from "../domain/promotions/host-review.ts";

export { HOST_REVIEW_STATES } from "../domain/promotions/host-review.ts";

/** What one commit says about the audit chain. */
export type GitCheckpoint = ChainHead & { commit: string };

/** A git host that holds ops repositories. The local host and GitHub answer to the same contract test. */
export interface GitHost {
  readonly kind: "local" | "github";

  /** The commit at the head of main. Throws GitUnavailable when the host cannot be reached. */
  headOfMain(): Promise<string>;

  /** All files of a commit: path, blob id, mode. Symlinks and submodules are listed with their mode, never followed. */
  listTree(commit: string): Promise<TreeEntry[]>;

  /**
   * A blob's bytes; null when git does not have it, or when it is larger than 10 MiB. An LFS pointer is returned
   * as it is. Many calls at once are answered by few processes.
   */
  readBlob(blob: string): Promise<Uint8Array | null>;

  /** The bytes a blob has, read or not; null when git does not have it. Hosts that cannot tell leave it out. */
  sizeOfBlob?(blob: string): Promise<number | null>;

  /** First-parent history of main up to `commit`, oldest first, with the paths each commit changed. */
  history(commit: string): Promise<HistoryCommit[]>;

  /** What main's commits say about the audit chain (`Tupelo-Audit: <seq> <hash>`). Hosts that cannot tell leave it out. */
  checkpoints?(): Promise<GitCheckpoint[]>;

  /**
   * Makes a branch with one commit on top of main that writes `files`, and a pull request for it. Repeating it never
   * makes a second one: what has the branch's name is adopted, also when it is merged or closed by now; an open one
   * that no longer merges cleanly into what is wanted is rebuilt on the current main.
   */
  openPullRequest(request: PullRequestDraft): Promise<OpenOutcome>;

  findPullRequest(branch: string): Promise<PullRequest | null>;
  getPullRequest(number: number): Promise<PullRequest | null>;

  /**
   * Merges with a real merge commit, only if the pull request's head is still `expectedHead` and main has not moved
   * in between (compare-and-swap). Merging a merged one answers as it did the first time.
   */
  mergePullRequest(request: MergeRequest): Promise<MergeOutcome>;

  /**
   * Keeps one comment per marker on a pull request: the first call writes it, later ones rewrite it where it changed.
   * Throws AppError `not-found` where there is no such pull request.
   */
  comment(number: number, comment: PullRequestComment): Promise<void>;

  /** Sets a commit's status; the newest of a context counts. Throws AppError `not-found` for an unknown commit. */
  setStatus(commit: string, status: CommitStatus): Promise<void>;

  /**
   * What people said on the host about a pull request, oldest first. It is the host's word: who may approve in Tupelo
   * is decided in Tupelo. Throws AppError `not-found` where there is no such pull request.
   */
  listReviews(number: number): Promise<HostReview[]>;

  /** Whether `older` is still in the history of `newer`; false where the host does not have `older` any more. */
  isAncestor(older: string, newer: string): Promise<boolean>;
}

export type PullRequestComment = {
  /** Names the comment, in letters, digits, dashes, colons and slashes; people do not see it. */
  marker: string;
  /** Markdown. */
  body: string;
};

export type CommitStatus = {
  state: "pending" | "success" | "failure";
  /** Which check says it, e.g. `tupelo/gate`. */
  context: string;
  description: string;
  targetUrl: string;
};

export type HostReview = {
  /** Their name on the host. */
  reviewer: string;
  state: HostReviewState;
  /** The head they looked at; null where the host does not know it any more. */
  commit: string | null;
  at: Date;
};

export type TreeEntry = { path: string; blob: string; mode: string };

export type HistoryCommit = {
  commit: string;
  /** how many commits are before it on main's first parents */
  position: number;
  /** of a merged branch's newest commit; else the commit's own author */
  authorName: string;
  authorEmail: string;
  /** all who wrote what the commit brings to main: its author, co-authors, and those of a merged branch's commits */
  authorEmails: string[];
  authoredAt: Date;
  subject: string;
  /** path -> blob after the commit; null where the path was deleted or is no regular file any more */
  changes: ReadonlyMap<string, string | null>;
};

export type PullRequestDraft = {
  branch: string;
  title: string;
  body: string;
  /** First line, blank line, text, trailers. */
  commitMessage: string;
  author: { name: string; email: string };
  at: Date;
  /** path -> new content, computed from main's content at the head (null: the file does not exist there). */
  files: (read: (path: string) => Promise<string | null>) => Promise<ReadonlyMap<string, string>>;
};

export type PullRequest = {
  number: number;
  branch: string;
  title: string;
  body: string;
  state: "open" | "merged" | "closed";
  headCommit: string;
  baseCommit: string;
  mergeCommit: string | null;
};

export type OpenOutcome =
  | { outcome: "opened" | "adopted"; pullRequest: PullRequest }
  /** main already holds all that is wanted */
  | { outcome: "no_diff" };

export type MergeRequest = {
  number: number;
  expectedHead: string;
  message: string;
  author: { name: string; email: string };
  at: Date;
};

export type MergeOutcome =
  | { outcome: "merged"; mergeCommit: string; headOfMain: string }
  | { outcome: "head_moved"; headCommit: string }
  /** `paths` are those that both sides changed */
  | { outcome: "conflict"; paths: string[] }
  | { outcome: "closed" }
  /** the host's own rules keep it from being merged, e.g. a review or a check that it asks for; in its words */
  | { outcome: "refused"; reason: string };

/**
 * The host cannot be used now: moved away, refused, timed out. Callers retry, not before `retryAfterSeconds` where the
 * host said so. What was asked for did not happen, or is found when it is asked for again.
 */
export class GitUnavailable extends Error {
  readonly retryAfterSeconds: number | null;

  constructor(message: string, options: { cause?: unknown; retryAfterSeconds?: number | null } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "GitUnavailable";
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
