import { type DataPlane, startDataPlane } from "../lib/dataplane/start-data-plane.ts";
import { createLogger } from "../lib/services/logging/logger.ts";

/** startDemoPlane is a real data plane on any free port, for the traffic of the story. */
export function startDemoPlane(databaseUrl: string): Promise<DataPlane> {
  const env = {
    ...{ DATABASE_URL: databaseUrl, DATA_PLANE_PORT: 0, DATA_PLANE_HOST: "127.0.0.1" },
    ...{ INGEST_ITEMS_PER_SECOND: 50_000, TRACE_DAYS: 400, PAYLOAD_DAYS: 400 },
  };
  return startDataPlane(env, createLogger("demo"));
}
