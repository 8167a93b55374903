import type pg from "pg";
import type { Logger } from "pino";
import { attributeScores } from "../db/traces/attribute-scores.ts";
import { createWindowMemory } from "../db/traces/windows/window-memory.ts";
import { type BackgroundLoop, startBackgroundLoop } from "./background-loop.ts";
import type { DataPlaneMetrics } from "./metrics.ts";

const PAUSE_MS = 1_000;

type Deps = { pool: pg.Pool; logger: Logger; metrics: DataPlaneMetrics; now: () => Date };

/** startScoreLoop counts scores that came apart from their request, once a second; without a pause while there are many. */
export function startScoreLoop({ pool, logger, metrics, now }: Deps): BackgroundLoop {
  const windows = createWindowMemory();
  return startBackgroundLoop("scores", PAUSE_MS, logger, async () => {
    const scores = await attributeScores(pool, windows, now());
    metrics.countScores(scores);
    return scores.attributed > 0 ? 0 : undefined;
  });
}
