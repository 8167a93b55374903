import { z } from "zod";
import {
  environmentName,
  instant,
  noQuery,
  projectErrors,
  projectParams,
  reasonText,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const freezeRow = z.strictObject({
  id: z.string(),
  environment: environmentName,
  startsAt: instant,
  endsAt: instant,
  reason: z.string(),
  state: z.enum(["planned", "active", "over", "ended"]),
  createdByName: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
  endedByName: z.string().nullable(),
});
export type FreezeRow = z.output<typeof freezeRow>;

const environmentParams = z.strictObject({ ...projectParams.shape, environment: environmentName });

/** A moment that people write: no longer than one has to be. */
const moment = instant.max(40);

export const freezeEndpoints = {
  listFreezes: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/environments/{environment}/freezes",
    operationId: "listFreezes",
    summary: "The newest freezes of an environment",
    permission: "project:read",
    params: environmentParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(freezeRow) }),
    errors: projectErrors,
  }),
  planFreeze: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/environments/{environment}/freezes",
    operationId: "planFreeze",
    summary: "Merge nothing into an environment for a while; the way back stays open",
    permission: "environment:freeze",
    params: environmentParams,
    query: noQuery,
    body: z.strictObject({ startsAt: moment, endsAt: moment, reason: reasonText }),
    response: freezeRow,
    status: 201,
    idempotency: "optional",
    errors: writeErrors,
  }),
  endFreeze: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/freezes/{id}/end",
    operationId: "endFreeze",
    summary: "End a freeze before its time",
    permission: "environment:freeze",
    params: z.strictObject({ ...projectParams.shape, id: z.string().max(60) }),
    query: noQuery,
    body: z.strictObject({}),
    response: freezeRow,
    idempotency: "optional",
    errors: [...writeErrors, "no-op"],
  }),
};
