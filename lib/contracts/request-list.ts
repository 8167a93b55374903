import { z } from "zod";
import { REPORTED_ARMS } from "../domain/lineage/request-record.ts";
import {
  environmentName,
  instant,
  pageQuery,
  projectErrors,
  projectParams,
  releaseIdText,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const arm = z.enum(REPORTED_ARMS);

/** One request in a list, with the sums over those of its model calls that fit the filters. */
export const requestRow = z.strictObject({
  requestId: z.string(),
  startedAt: instant,
  environment: z.string().nullable(),
  region: z.string().nullable(),
  /** Null: it named no release of this project; what it named is `claimedRelease`. */
  releaseId: releaseIdText.nullable(),
  claimedRelease: z.string().nullable(),
  arm: arm.nullable(),
  model: z.string().nullable(),
  callCount: z.number().int(),
  totalTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  ttftMs: z.number().nullable(),
  latencyMs: z.number(),
  status: z.enum(["ok", "error"]),
  errorType: z.string().nullable(),
});
export type RequestRow = z.output<typeof requestRow>;

export const requestListEndpoints = {
  listRequests: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/requests",
    operationId: "listRequests",
    summary: "Requests that were reported, newest first, by release, arm, region and outcome",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({
      ...pageQuery,
      /** How far back it looks, in hours, from `before` or now. */
      hours: z.coerce.number().int().min(1).max(744).default(24),
      before: instant.max(40).optional(),
      environment: environmentName.optional(),
      release: releaseIdText.optional(),
      /** Requests that named no release of this project. */
      unattributed: z.enum(["true"]).optional(),
      arm: arm.optional(),
      region: z.string().min(1).max(64).optional(),
      status: z.enum(["ok", "error"]).optional(),
    }),
    body: null,
    response: z.strictObject({
      items: z.array(requestRow),
      nextCursor: z.string().nullable(),
      /** Everything since then was looked through; with a cursor, what lies before it was not yet. */
      lookedBackTo: instant,
    }),
    errors: [...projectErrors, "bad-cursor"],
  }),
};
