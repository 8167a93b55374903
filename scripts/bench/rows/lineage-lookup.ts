import pg from "pg";
import { findCallsOfRequest } from "../../../lib/db/traces/find-calls.ts";
import { findRequest } from "../../../lib/db/traces/find-request.ts";
import type { BenchRow } from "../frame/bench-row.ts";
import { median } from "../frame/measure-row.ts";
import { openFilled } from "../frame/open-filled.ts";

const LOOKUPS = 400;

/** Lineage lookup: the calls of one request id, among a million in eight partitions, or more (openFilled). */
export const lineageLookup: BenchRow = {
  name: "lineage lookup",
  rounds: 7,
  open: async (context) => {
    const { url, ids, close } = await openFilled(context);
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const lookups = Math.max(50, Math.round(LOOKUPS * context.scale));
    const p50 = (name: string, look: (id: string) => Promise<boolean>) => ({
      name,
      measure: async () => {
        const times: number[] = [];
        for (let index = 0; index < lookups; index += 1) {
          const id = ids[(index * 7_919) % ids.length] ?? "";
          const startedAt = performance.now();
          const isFound = await look(id);
          times.push(performance.now() - startedAt);
          if (!isFound) throw new Error(`${name} did not find ${id}`);
        }
        return median(times);
      },
    });
    const all = "SELECT * FROM traces.inference_call WHERE project_id = $1 AND request_id = $2";
    const ask = async (name: string, text: string, id: string) =>
      (await pool.query({ name, text, values: ["prj_bench", id] })).rowCount === 1;
    return {
      unit: "ms, p50",
      sides: [
        p50(
          "ours, by request id",
          async (id) => (await findCallsOfRequest(pool, "prj_bench", id)).length === 1,
        ),
        p50("SELECT 1", async () => (await pool.query({ name: "one", text: "SELECT 1" })).rowCount === 1),
        p50("partition, raw", (id) =>
          ask(dayOf(id), all.replace("inference_call", `inference_call_${dayOf(id)}`), id),
        ),
        p50("all partitions, raw", (id) => ask("all", all, id)),
        p50("ours, whole request", async (id) => (await findRequest(pool, "prj_bench", id)) !== null),
      ],
      goals: [
        { name: "to SELECT 1", of: "ours, by request id", against: "SELECT 1", limit: { atMost: 1.8 } },
        {
          name: "to the raw lookup",
          of: "ours, by request id",
          against: "partition, raw",
          limit: { atMost: 1.15 },
        },
      ],
      close: async () => {
        await pool.end();
        await close();
      },
    };
  },
};

function dayOf(requestId: string): string {
  const hex = requestId.slice(4, 12) + requestId.slice(13, 17);
  return new Date(Number.parseInt(hex, 16)).toISOString().slice(0, 10).replaceAll("-", "");
}
