import type { Transaction } from "../../db/client.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import type { Audit } from "../../db/transact.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";

/** What main names for an environment, in the transaction that acts on it, with the environment's row locked. */
export type DesiredWork = {
  tx: Transaction;
  audit: Audit;
  project: Project;
  facts: EnvironmentFacts;
  desired: DesiredInGit;
};
