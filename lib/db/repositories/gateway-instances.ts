import type { Database } from "../client.ts";

export type GatewayInstanceReport = {
  projectId: string;
  environment: string;
  instanceId: string;
  keyId: string;
  generation: number;
  readiness: string;
  warmReleaseIds: string[];
  sdkVersion: string;
};

/** More gateways than this in one environment are not told apart any more. */
const MAX_INSTANCES = 1_000;
/** Who was silent for so long is forgotten. */
const FORGET_AFTER_MS = 24 * 3_600_000;

/**
 * saveGatewayInstance keeps a gateway's newest report, and forgets gateways that were silent for a day. False where
 * the environment has too many gateways and this one is new.
 */
export async function saveGatewayInstance(
  db: Database,
  report: GatewayInstanceReport,
  now: Date,
): Promise<boolean> {
  const { projectId, environment, instanceId, keyId, generation, readiness, warmReleaseIds, sdkVersion } =
    report;
  const forgotten = new Date(now.getTime() - FORGET_AFTER_MS);
  const written = await db.$executeRaw`
    INSERT INTO gateway_instance AS known ("projectId", "environment", "instanceId", "keyId", "generation",
      "readiness", "warmReleaseIds", "sdkVersion", "firstSeenAt", "lastSeenAt")
    SELECT ${projectId}, ${environment}, ${instanceId}, ${keyId}, ${generation},
      ${readiness}, ${warmReleaseIds}::text[], ${sdkVersion}, ${now}, ${now}
    WHERE EXISTS (SELECT 1 FROM gateway_instance WHERE "projectId" = ${projectId}
        AND "environment" = ${environment} AND "instanceId" = ${instanceId})
      OR (SELECT count(*) FROM gateway_instance
        WHERE "projectId" = ${projectId} AND "environment" = ${environment}) < ${MAX_INSTANCES}
    ON CONFLICT ("projectId", "environment", "instanceId") DO UPDATE SET
      "keyId" = excluded."keyId", "generation" = excluded."generation", "readiness" = excluded."readiness",
      "warmReleaseIds" = excluded."warmReleaseIds", "sdkVersion" = excluded."sdkVersion",
      "lastSeenAt" = excluded."lastSeenAt"
    WHERE known."lastSeenAt" <= excluded."lastSeenAt"`;
  await db.gatewayInstance.deleteMany({ where: { projectId, environment, lastSeenAt: { lt: forgotten } } });
  if (written > 0) return true;
  const key = { projectId, environment, instanceId };
  return (await db.gatewayInstance.count({ where: key })) > 0;
}
