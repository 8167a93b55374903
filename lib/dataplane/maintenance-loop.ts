import type pg from "pg";
import type { Logger } from "pino";
import { maintainTraces } from "../db/traces/maintain-traces.ts";
import { type BackgroundLoop, startBackgroundLoop } from "./background-loop.ts";
import type { DataPlaneEnv } from "./data-plane-env.ts";
import type { DataPlaneMetrics } from "./metrics.ts";

const PAUSE_MS = 10 * 60_000;
/** After a step that somebody was in the way of. */
const RETRY_MS = 30_000;
/** Windows are small: by the minute they outlive a month's chart, by the hour a year's. */
const WINDOW_DAYS = { minuteDays: 35, hourDays: 400 };

type Deps = {
  pool: pg.Pool;
  env: Pick<DataPlaneEnv, "TRACE_DAYS" | "PAYLOAD_DAYS">;
  logger: Logger;
  metrics: DataPlaneMetrics;
  now: () => Date;
};

/** startMaintenanceLoop makes the partitions of the next days and drops those that are too old, at once and every ten minutes. */
export function startMaintenanceLoop({ pool, env, logger, metrics, now }: Deps): BackgroundLoop {
  const retention = { rowDays: env.TRACE_DAYS, payloadDays: env.PAYLOAD_DAYS, ...WINDOW_DAYS };
  return startBackgroundLoop("maintenance", PAUSE_MS, logger, async () => {
    const report = await maintainTraces(pool, now(), retention);
    if (report === null) return undefined;
    metrics.sayInDefault(report.inDefault);
    const { made, dropped, failures } = report;
    if (made + dropped > 0) logger.info({ made, dropped }, "partitions of traces were made or dropped");
    for (const failure of failures) {
      const code = "code" in failure ? String(failure.code) : undefined;
      logger.warn({ error: failure.name, code }, "a step of maintenance failed and is tried again");
    }
    return failures.length > 0 ? RETRY_MS : undefined;
  });
}
