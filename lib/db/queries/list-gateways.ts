import type { GatewayReport } from "../../domain/environments/observed-allocation.ts";
import { SILENT_AFTER_MS } from "../../domain/environments/observed-allocation.ts";
import type { Reader } from "../client.ts";

const MAX_GATEWAYS = 1_000;

/** listGateways reads what the gateways of an environment said of themselves within the last minute. */
export async function listGateways(
  db: Reader,
  here: { projectId: string; environment: string },
  now: Date,
): Promise<GatewayReport[]> {
  const since = new Date(now.getTime() - SILENT_AFTER_MS);
  const rows = await db.gatewayInstance.findMany({
    where: { ...here, lastSeenAt: { gte: since } },
    take: MAX_GATEWAYS,
  });
  return rows.map(({ instanceId, generation, readiness, warmReleaseIds, lastSeenAt }) => ({
    ...{ instanceId, generation, warmReleaseIds, lastSeenAt },
    readiness: readiness === "warming" || readiness === "stale" ? readiness : "ready",
  }));
}
