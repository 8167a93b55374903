import type { Evaluation, FeatureRead, InferenceCall } from "./request-record.ts";

/** Where a part's bytes came from: the commit that last touched its files, and who wrote it. */
export type LineageCommit = {
  commit: string;
  authorName: string;
  authorEmail: string;
  authoredAt: Date;
  subject: string;
  /** published: on main; proposed: only on a pull request's head. */
  stage: "proposed" | "published";
};

/** One file of a part. `text` is null where it is not text or not kept; its digest still names it. */
export type LineageFile = { path: string; contentDigest: string; text: string | null };

/** One part of the tuple. `commit` is null where no sighting in git is known. */
export type LineagePart = {
  /** `kind`, or `kind/name` where the release has several of a kind */
  key: string;
  kind: string;
  name: string;
  version: string;
  digest: string;
  files: LineageFile[];
  commit: LineageCommit | null;
};

export type LineageReview = {
  id: string;
  accountName: string;
  decision: string;
  comment: string;
  createdAt: Date;
};

/** How the release came to an environment. */
export type LineagePromotion = {
  number: number;
  environment: string;
  title: string;
  state: string;
  authorName: string;
  createdAt: Date;
  mergedAt: Date | null;
  pullNumber: number | null;
  branch: string | null;
  mergeCommit: string | null;
  gate: { verdict: string; policyLabel: string; createdAt: Date } | null;
  reviews: LineageReview[];
};

/** A release with its parts and the promotions it has had, in any order. */
export type LineageRelease = {
  id: string;
  manifestDigest: string;
  createdByName: string;
  createdAt: Date;
  parts: LineagePart[];
  promotions: LineagePromotion[];
};

/** Sums over inference calls that a user saw; null where no call reported the figure: absent is not zero. */
export type LineageTotals = {
  inferenceCalls: number;
  errors: number;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
};

/** Which release answered. An unattributed request says why, and what was claimed. */
export type LineageAttribution =
  | {
      state: "attributed";
      release: LineageRelease;
      /** The promotion by which the release was served to this request; null for an adopted or composed-only one. */
      promotion: LineagePromotion | null;
      /** Other releases among the calls that a user saw: more than one is a fault of the gateway. */
      otherReleaseIds: string[];
    }
  | {
      state: "unattributed";
      reason: "no_release_claimed" | "unknown_release";
      claimedRelease: string | null;
    };

/** Everything that a page says about one request. */
export type Lineage = {
  requestId: string;
  startedAt: Date;
  /** From the first start to the last end of the calls that a user saw. */
  durationMs: number;
  environment: string | null;
  region: string | null;
  arm: InferenceCall["arm"];
  subjectHash: string | null;
  model: string | null;
  ttftMs: number | null;
  totals: LineageTotals;
  attribution: LineageAttribution;
  /** Calls that a user saw, in the order of time. */
  calls: InferenceCall[];
  /** Candidate answers that no user saw. */
  shadowCalls: InferenceCall[];
  featureReads: FeatureRead[];
  evaluations: Evaluation[];
  otherRequestIds: string[];
};
