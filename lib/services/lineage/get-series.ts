import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { trafficEndpoints } from "../../contracts/traffic.ts";
import { readWindowSeries } from "../../db/traces/windows/read-windows.ts";
import { TIER_MS, type WindowMetric } from "../../db/traces/windows/window-metrics.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof trafficEndpoints.getSeries;

const RANGES = {
  "24h": { tier: "minute", lengthMs: 24 * TIER_MS.hour },
  "7d": { tier: "hour", lengthMs: 7 * 24 * TIER_MS.hour },
} as const;

/** getSeries reads what charts show; decisions read raw rows instead. */
export async function getSeries(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get>; query: QueryOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { metric, range, until, release, arm, region } = input.query;
  const { tier, lengthMs } = RANGES[range];
  const to = until === undefined ? ctx.now() : new Date(until);
  const from = new Date(to.getTime() - lengthMs);
  const points = await readWindowSeries(ctx.traces, tier, {
    ...{ projectId: project.id, environment: input.params.environment, metric: toMetric(metric), from, to },
    ...(release === undefined ? {} : { releaseId: release }),
    ...(arm === undefined ? {} : { arm }),
    ...(region === undefined ? {} : { region }),
  });
  return {
    ...{ tier, from: from.toISOString(), to: to.toISOString() },
    points: points.map((point) => ({ ...point, at: point.at.toISOString() })),
  };
}

function toMetric(text: string): WindowMetric {
  switch (text) {
    case "latency_ms":
    case "ttft_ms":
    case "input_tokens":
    case "output_tokens":
    case "cost_usd":
      return text;
    default:
      return `score:${text.slice("score:".length)}`;
  }
}
