import { z } from "zod";
import { REPORTED_ARMS } from "../domain/lineage/request-record.ts";
import { auditEventRow } from "./audit.ts";
import { environmentName, instant, projectErrors, projectParams, releaseIdText } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

/** How long a series may be. */
export const SERIES_RANGES = ["24h", "7d"] as const;
export type SeriesRange = (typeof SERIES_RANGES)[number];

const params = z.strictObject({ ...projectParams.shape, environment: environmentName });
const region = z.string().min(1).max(64);

/** What an environment was told to give out at a moment. */
const allocationThen = z.strictObject({
  version: z.number().int(),
  control: releaseIdText.nullable(),
  candidate: releaseIdText.nullable(),
  shareBp: z.number().int(),
  since: instant,
  until: instant.nullable(),
  cause: z.string(),
  /** The rollout whose step it is; null where no rollout made it. */
  rolloutNumber: z.number().int().nullable(),
  /** Who made it and why, as the audit log has it; null for callers who may not read that. */
  by: auditEventRow.pick({ actorKind: true, actorId: true, actorName: true, reason: true }).nullable(),
});

/** What gateways reported around that moment: the truth of what users got. */
const observedThen = z.strictObject({
  releaseId: releaseIdText.nullable(),
  arm: z.enum(REPORTED_ARMS).nullable(),
  region: z.string().nullable(),
  callCount: z.number().int(),
  firstAt: instant,
  lastAt: instant,
});
export type ObservedThen = z.output<typeof observedThen>;

export type AllocationThen = z.output<typeof allocationThen>;

const seriesPoint = z.strictObject({
  at: instant,
  valueCount: z.number().int(),
  errorCount: z.number().int(),
  errorRate: z.number().nullable(),
  mean: z.number().nullable(),
  standardDeviation: z.number().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});
export type SeriesPoint = z.output<typeof seriesPoint>;

export const trafficEndpoints = {
  getServedAt: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/environments/{environment}/served-at",
    operationId: "getServedAt",
    summary:
      "What an environment served at a moment, in a region: as it was told to, and as gateways reported",
    permission: "project:read",
    params,
    query: z.strictObject({ at: instant.max(40), region: region.optional() }),
    body: null,
    response: z.strictObject({
      at: instant,
      /** Null before the environment's first release. */
      allocation: allocationThen.nullable(),
      /** From so long before the moment until so long after it. */
      observedWithinSeconds: z.number().int(),
      observed: z.array(observedThen),
    }),
    errors: projectErrors,
  }),
  getSeries: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/environments/{environment}/series",
    operationId: "getSeries",
    summary:
      "A metric over 24 hours by minutes, or 7 days by hours, until now or a moment; times without traffic are left out",
    permission: "project:read",
    params,
    query: z.strictObject({
      metric: z
        .string()
        .max(100)
        .regex(
          /^(latency_ms|ttft_ms|input_tokens|output_tokens|cost_usd|score:[A-Za-z0-9_.:/-]{1,80})$/,
          "Name latency_ms, ttft_ms, input_tokens, output_tokens, cost_usd, or score: and the score's name.",
        ),
      range: z.enum(SERIES_RANGES).default("24h"),
      /** The end of the range; without it, now. */
      until: instant.max(40).optional(),
      release: releaseIdText.optional(),
      arm: z.enum(REPORTED_ARMS).optional(),
      region: region.optional(),
    }),
    body: null,
    response: z.strictObject({
      tier: z.enum(["minute", "hour"]),
      from: instant,
      to: instant,
      points: z.array(seriesPoint),
    }),
    errors: projectErrors,
  }),
};
