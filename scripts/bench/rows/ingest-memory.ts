import { readFileSync } from "node:fs";
import type { BenchRow } from "../frame/bench-row.ts";
import { openDataPlaneWorld } from "../frame/data-plane-world.ts";
import { createSpanBodies } from "../frame/span-bodies.ts";

const SPANS = 2_000_000;
const STEPS = 20;
/** The first quarter fills caches and lets the heap find its size. */
const WARM_STEPS = 5;

/** Ingest's memory: the data plane's RSS at the end of two million spans, against after its warm-up. One round, since it takes long. */
export const ingestMemory: BenchRow = {
  name: "ingest memory",
  rounds: 1,
  open: async (context) => {
    const world = await openDataPlaneWorld(context);
    const bodies = createSpanBodies("application/x-protobuf", 500);
    const perStep = Math.max(2_000, Math.round((SPANS * context.scale) / STEPS));
    const sizes: number[] = [];
    return {
      unit: "MiB",
      sides: [
        {
          name: "after warm-up",
          measure: async () => {
            // The frame's own warm-up round does all the work; later rounds read what it found.
            for (let step = sizes.length; step < STEPS; step += 1) {
              await world.send(bodies, perStep);
              sizes.push(residentMiB(world.dataPlane.pid()));
            }
            return Math.max(...sizes.slice(WARM_STEPS - 3, WARM_STEPS));
          },
        },
        { name: "at the end", measure: async () => Math.max(...sizes.slice(-3)) },
      ],
      goals: [{ name: "growth", of: "at the end", against: "after warm-up", limit: { atMost: 1.1 } }],
      close: world.close,
    };
  },
};

function residentMiB(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1] ?? Number.NaN) / 1_024;
}
