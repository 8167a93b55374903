import type { AuditEvent } from "../audit/audit-event.ts";
import type { ChainHead } from "../audit/verify-chain.ts";
import type { KeyedPart } from "../releases/release-part.ts";

export type AllocationFact = {
  environment: string;
  version: number;
  controlReleaseId: string | null;
  candidateReleaseId: string | null;
  shareBp: number;
  cause: string;
  rolloutNumber: number | null;
  at: Date;
};

export type EnvironmentFact = {
  name: string;
  allocationVersion: number;
  /** What main names now; `unknown` while the git host is away. */
  namedInGit: { state: "known"; releaseId: string | null } | { state: "unknown" };
};

export type RolloutFact = {
  number: number;
  environment: string;
  promotionNumber: number;
  candidateReleaseId: string;
  controlReleaseId: string | null;
  state: string;
};

export type PromotionFact = {
  number: number;
  environment: string;
  releaseId: string;
  baseReleaseId: string | null;
  state: string;
  consumedReviewIds: readonly string[];
  /** The accounts that wrote the release or proposed it. */
  authorIds: ReadonlySet<string>;
};

export type ReviewFact = {
  id: string;
  promotionNumber: number;
  accountId: string;
  decision: string;
  manifestDigest: string;
  baseReleaseId: string | null;
};

export type RollbackFact = {
  id: string;
  environment: string;
  fromReleaseId: string;
  toReleaseId: string;
  actor: string;
  reason: string;
  cause: string;
  decisionId: string | null;
  allocationVersion: number;
  at: Date;
};

export type ReconciliationFact = {
  number: number;
  environment: string;
  state: string;
  servedReleaseId: string | null;
  pullNumber: number | null;
  openedAt: Date;
  closedAt: Date | null;
};

export type QuarantineFact = { releaseId: string; since: Date; liftedAt: Date | null };

export type ReleaseFact = {
  id: string;
  fingerprint: string;
  manifestDigest: string;
  manifest: string;
  parts: readonly KeyedPart[];
};

/** All that the database and git say about one project, read at one quiet moment. */
export type InvariantFacts = {
  environments: readonly EnvironmentFact[];
  /** By environment, then by version. */
  allocations: readonly AllocationFact[];
  rollouts: readonly RolloutFact[];
  promotions: readonly PromotionFact[];
  reviews: readonly ReviewFact[];
  rollbacks: readonly RollbackFact[];
  decisions: readonly { id: string; rolloutNumber: number; action: string }[];
  reconciliations: readonly ReconciliationFact[];
  quarantines: readonly QuarantineFact[];
  knownGood: readonly { environment: string; releaseId: string }[];
  releases: readonly ReleaseFact[];
  events: readonly AuditEvent[];
  head: ChainHead;
  checkpoints: readonly ChainHead[];
  /** Pull requests of reconciliations, all branches: which reconciliation, and its state. */
  reconciliationPulls: readonly { number: number; pullNumber: number; state: "open" | "merged" | "closed" }[];
  /** Tables that lost the triggers that keep their rows as they are. */
  unguardedTables: readonly string[];
};
