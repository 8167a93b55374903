import type { BenchRow } from "../frame/bench-row.ts";
import { idsAndDigests } from "./ids-and-digests.ts";
import { ingestMemory } from "./ingest-memory.ts";
import { lineageLookup } from "./lineage-lookup.ts";
import { otlpDecoding } from "./otlp-decoding.ts";
import { routeDecisionHttp } from "./route-decision-http.ts";
import { routeDecisionSdk } from "./route-decision-sdk.ts";
import { sketchUpdate } from "./sketch-update.ts";
import { traceIngest } from "./trace-ingest.ts";
import { windowQueries } from "./window-queries.ts";

/** The rows of `npm run bench`, in the order of the table. A new row is a file of this folder and a line here. */
export const BENCH_ROWS: readonly BenchRow[] = [
  routeDecisionSdk,
  routeDecisionHttp,
  traceIngest,
  otlpDecoding,
  lineageLookup,
  windowQueries,
  sketchUpdate,
  ingestMemory,
  idsAndDigests,
];
