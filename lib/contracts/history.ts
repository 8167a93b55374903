import { z } from "zod";
import { instant, noQuery, projectErrors, projectParams, reasonText, writeErrors } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const historyRewriteRow = z.strictObject({
  id: z.string(),
  fromCommit: z.string(),
  toCommit: z.string(),
  foundAt: instant,
  acceptedAt: instant.nullable(),
  acceptedByName: z.string().nullable(),
  reason: z.string().nullable(),
});
export type HistoryRewriteRow = z.output<typeof historyRewriteRow>;

export const historyEndpoints = {
  listHistoryRewrites: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/repository/history-rewrites",
    operationId: "listHistoryRewrites",
    summary: "Where main does not hold any more what it held, newest first",
    permission: "project:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(historyRewriteRow) }),
    errors: projectErrors,
  }),
  acceptHistory: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/repository/accept-history",
    operationId: "acceptHistory",
    summary: "Accept main's rewritten history, with a reason; until then nothing is merged",
    permission: "history:accept",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({ rewriteId: z.string().max(60), reason: reasonText }),
    response: z.strictObject({ rewriteId: z.string(), acceptedAt: instant }),
    idempotency: "optional",
    errors: [...writeErrors, "no-op"],
  }),
};
