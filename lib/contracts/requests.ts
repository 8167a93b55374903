import { z } from "zod";
import { COMPARISONS } from "../domain/lineage/list-comparisons.ts";
import { sighting } from "./artifacts.ts";
import {
  digest,
  environmentName,
  instant,
  part,
  projectErrors,
  projectParams,
  releaseIdText,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { reviewRow } from "./promotions.ts";

const call = z.strictObject({
  spanId: z.string(),
  traceId: z.string(),
  spanName: z.string(),
  operation: z.string().nullable(),
  isInference: z.boolean(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  arm: z.enum(["control", "candidate", "shadow"]).nullable(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  ttftMs: z.number().nullable(),
  latencyMs: z.number(),
  costUsd: z.number().nullable(),
  status: z.enum(["ok", "error"]),
  errorType: z.string().nullable(),
  startedAt: instant,
});

const featureRead = z.strictObject({
  viewRef: z.string(),
  fingerprint: z.string().nullable(),
  entity: z.string().nullable(),
  eventTimestamp: instant.nullable(),
  /** Age of the value when it was read; null when the read did not say its event time. */
  ageSeconds: z.number().nullable(),
  values: z.record(z.string(), z.json()),
  readAt: instant,
});

const evaluation = z.strictObject({
  name: z.string(),
  score: z.number().nullable(),
  label: z.string().nullable(),
  explanation: z.string().nullable(),
  evaluatedAt: instant,
});

export const lineagePart = z.strictObject({
  ...part.shape,
  sighting: sighting.nullable(),
  /** Against the release that the lineage is compared with. */
  change: z.enum(["added", "changed", "same"]).nullable(),
  comparedRef: z.string().nullable(),
  files: z.array(z.strictObject({ path: z.string(), text: z.string().nullable() })),
});
export type LineagePart = z.output<typeof lineagePart>;

const comparedRelease = z.strictObject({ releaseId: releaseIdText, why: z.enum(COMPARISONS) });

const evidenceRun = z.strictObject({
  number: z.number().int(),
  /** Null where the run was of no release. */
  releaseId: releaseIdText.nullable(),
  tool: z.string(),
  sentByName: z.string(),
  selfReported: z.boolean(),
  caseCount: z.number().int(),
  /** Golden set, judge and what else measured, as the release had them then. */
  instruments: z.array(z.strictObject({ key: z.string(), ref: z.string(), digest })),
  createdAt: instant,
});

export const lineage = z.strictObject({
  requestId: z.string(),
  otherRequestIds: z.array(z.string()),
  /** Unattributed: the request named no release of this project. */
  state: z.enum(["attributed", "unattributed"]),
  claimedRelease: z.string().nullable(),
  /** Assigned: a gateway signed that this subject was given this release; null without a release. */
  attribution: z.enum(["assigned", "claimed"]).nullable(),
  servedAt: instant,
  environment: z.string().nullable(),
  region: z.string().nullable(),
  subjectHash: z.string().nullable(),
  arm: z.enum(["control", "candidate", "shadow"]).nullable(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  ttftMs: z.number().nullable(),
  calls: z.array(call),
  featureReads: z.array(featureRead),
  evaluations: z.array(evaluation),
  release: z
    .strictObject({
      id: releaseIdText,
      manifestDigest: digest,
      createdAt: instant,
      createdByName: z.string(),
      isQuarantined: z.boolean(),
    })
    .nullable(),
  /** What the parts are compared with here; null when there is no other release. */
  comparedWith: comparedRelease.nullable(),
  /** Everything that they can be compared with (`against`), the most telling first. */
  comparisons: z.array(comparedRelease),
  parts: z.array(lineagePart),
  promotion: z
    .strictObject({
      number: z.number().int(),
      title: z.string(),
      environment: environmentName,
      authorName: z.string(),
      policyLabel: z.string(),
      gateVerdict: z.string().nullable(),
      pullNumber: z.number().int().nullable(),
      branch: z.string().nullable(),
      mergeCommit: z.string().nullable(),
      mergedAt: instant.nullable(),
    })
    .nullable(),
  reviews: z.array(reviewRow.omit({ staleBecause: true })),
  /** The eval runs that the gate judged, with the instruments that each was made with. */
  evidence: z.array(evidenceRun),
  /** When the environment gave this release to its subjects, newest first. */
  /** Per region, when gateways first and last reported it, busiest first; empty where nothing was counted. */
  regionTimes: z.array(
    z.strictObject({ region: z.string(), firstAt: instant, lastAt: instant, callCount: z.number().int() }),
  ),
  servedPeriods: z.array(z.strictObject({ from: instant, until: instant.nullable(), cause: z.string() })),
});
export type Lineage = z.output<typeof lineage>;

export const requestEndpoints = {
  getLineage: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/requests/{requestId}",
    operationId: "getLineage",
    summary: "From a request id, response id or trace id to every input that shaped the answer",
    permission: "project:read",
    params: z.strictObject({ ...projectParams.shape, requestId: z.string().min(1).max(256) }),
    query: z.strictObject({
      /** Which other release the parts are compared with; left out, or not there: the most telling one. */
      against: z.enum(COMPARISONS).optional(),
    }),
    body: null,
    response: lineage,
    errors: projectErrors,
  }),
};
