import type pg from "pg";
import { packSketch } from "../../../domain/stats/sketch/pack-sketch.ts";
import type { WindowEntry } from "./window-memory.ts";
import type { WindowTier } from "./window-metrics.ts";

const ROWS_PER_STATEMENT = 500;

const COLUMNS = [
  { name: "project_id", type: "text", value: (entry) => entry.projectId },
  { name: "environment", type: "text", value: (entry) => entry.environment },
  { name: "metric", type: "text", value: (entry) => entry.metric },
  { name: "at", type: "timestamptz", value: (entry) => entry.at },
  { name: "release_id", type: "text", value: (entry) => entry.releaseId },
  { name: "arm", type: "text", value: (entry) => entry.arm },
  { name: "region", type: "text", value: (entry) => entry.region },
  { name: "writer", type: "uuid", value: (entry) => entry.writer },
  { name: "value_count", type: "bigint", value: (entry) => entry.valueCount },
  { name: "error_count", type: "bigint", value: (entry) => entry.errorCount },
  { name: "total", type: "double precision", value: (entry) => entry.total },
  { name: "total_of_squares", type: "double precision", value: (entry) => entry.totalOfSquares },
  { name: "sketch", type: "bytea", value: (entry) => Buffer.from(packSketch(entry.sketch)) },
] as const satisfies readonly { name: string; type: string; value: (entry: WindowEntry) => unknown }[];

const NAMES = COLUMNS.map((column) => column.name);
const ARRAYS = COLUMNS.map((column, index) => `$${index + 1}::${column.type}[]`);
const VALUES = ["value_count", "error_count", "total", "total_of_squares", "sketch"];

function upsertInto(tier: WindowTier): string {
  return `INSERT INTO traces.window_${tier} (${NAMES.join(", ")}) SELECT * FROM unnest(${ARRAYS.join(", ")})
    ON CONFLICT (project_id, environment, metric, at, release_id, arm, region, writer)
    DO UPDATE SET ${VALUES.map((name) => `${name} = excluded.${name}`).join(", ")}`;
}

const STATEMENTS = { minute: upsertInto("minute"), hour: upsertInto("hour") };

/** writeWindows writes a writer's rows as they are now, within the transaction of the rows that they count. */
export async function writeWindows(client: pg.ClientBase, entries: readonly WindowEntry[]): Promise<void> {
  for (const tier of ["minute", "hour"] as const) {
    const ofTier = entries.filter((entry) => entry.tier === tier);
    for (let from = 0; from < ofTier.length; from += ROWS_PER_STATEMENT) {
      const some = ofTier.slice(from, from + ROWS_PER_STATEMENT);
      await client.query({
        name: `write ${tier} windows`,
        text: STATEMENTS[tier],
        values: COLUMNS.map((column) => some.map((entry) => column.value(entry))),
      });
    }
  }
}
