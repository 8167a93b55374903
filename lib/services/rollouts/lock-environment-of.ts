import type { Transaction } from "../../db/client.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";

/**
 * lockEnvironmentOf locks the environment of a rollout and reads it: what is read then is what is acted on. Whatever
 * moves traffic locks the environment first, so that two of them never wait for each other.
 */
export async function lockEnvironmentOf(
  tx: Transaction,
  rollout: { environmentId: string; projectId: string; environment: string },
): Promise<EnvironmentFacts> {
  await tx.$queryRaw`SELECT 1 FROM environment WHERE id = ${rollout.environmentId} FOR UPDATE`;
  return loadEnvironmentFacts(tx, rollout.projectId, rollout.environment);
}
