import type { Transaction } from "../../db/client.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import type { Audit } from "../../db/transact.ts";

/** Who or what takes an environment back. */
export type RollbackCause = "break_glass" | "abort" | "controller" | "followed_revert";

/** One way back, decided already: where to, why, and what else it does. */
export type RollbackWork = {
  tx: Transaction;
  audit: Audit;
  project: Project;
  /** Read in this transaction, after the environment's row was locked. */
  facts: EnvironmentFacts;
  to: string;
  reason: string;
  cause: RollbackCause;
  /** Of a person: a fresh proof, or `unavailable` where the identity provider is away. */
  proof: "fresh" | "none" | "unavailable";
  decisionId: string | null;
  rolloutEvent: "rolled_back" | "aborted";
  quarantines: boolean;
};
