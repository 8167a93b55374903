import type { BenchRow } from "../frame/bench-row.ts";
import { idsAndDigests } from "./ids-and-digests.ts";
import { routeDecisionHttp } from "./route-decision-http.ts";
import { routeDecisionSdk } from "./route-decision-sdk.ts";

/** The rows of `npm run bench`, in the order of the table. A new row is a file of this folder and a line here. */
export const BENCH_ROWS: readonly BenchRow[] = [routeDecisionSdk, routeDecisionHttp, idsAndDigests];
