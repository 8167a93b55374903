import type { Transaction } from "../client.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "../queries/environment-facts.ts";

/**
 * lockEnvironment locks an environment's row and reads it: what is read then is what is acted on. Whatever moves
 * traffic or desired calls this first. Locks are always taken in the same order, so that two transactions never wait
 * for each other: environment, promotions by number, rollout or reconciliation, numbers (nextNumber, that of news
 * last), the audit chain's head. An unknown environment is not-found.
 */
export async function lockEnvironment(
  tx: Transaction,
  { projectId, environment }: { projectId: string; environment: string },
): Promise<EnvironmentFacts> {
  await tx.$queryRaw`SELECT 1 FROM environment WHERE "projectId" = ${projectId} AND name = ${environment} FOR UPDATE`;
  return loadEnvironmentFacts(tx, projectId, environment);
}
