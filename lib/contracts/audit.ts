import { z } from "zod";
import { instant, pageOf, pageQuery, projectErrors, projectParams } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const values = z.record(z.string(), z.json()).nullable();

export const auditEventRow = z.strictObject({
  chain: z.string(),
  seq: z.number().int(),
  at: instant,
  actorKind: z.enum(["account", "key", "service"]),
  actorId: z.string(),
  actorName: z.string(),
  action: z.string(),
  resourceKind: z.string(),
  resourceId: z.string(),
  environment: z.string().nullable(),
  releaseId: z.string().nullable(),
  before: values,
  after: values,
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  prevHash: z.string(),
  hash: z.string(),
});
export type AuditEventRow = z.output<typeof auditEventRow>;

export const chainStatus = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), count: z.number().int(), headHash: z.string(), checkedAt: instant }),
  z.strictObject({ ok: z.literal(false), seq: z.number().int(), sentence: z.string(), checkedAt: instant }),
]);

/** What a place outside the database says of the chain. `problem`: why the two disagree. */
export const auditCheckpoint = z.strictObject({
  place: z.enum(["file", "git"]),
  seq: z.number().int(),
  hash: z.string(),
  commit: z.string().nullable(),
  sinceAt: instant,
  checkedAt: instant,
  problem: z.string().nullable(),
});
export type AuditCheckpoint = z.output<typeof auditCheckpoint>;

/** Dates that every database takes. */
const moment = instant.max(40).refine((text) => text >= "1970", "Give a time from 1970 on.");

/** Which events are asked for; all of what is given has to hold. `q` is searched within names, ids and the reason. */
const auditFilterQuery = {
  action: z.string().max(100).optional(),
  actor: z.string().max(200).optional(),
  environment: z.string().max(63).optional(),
  release: z.string().max(10).optional(),
  request: z.string().max(200).optional(),
  from: moment.optional(),
  to: moment.optional(),
  q: z.string().trim().max(200).optional(),
};

export const auditEndpoints = {
  listAudit: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/audit",
    operationId: "listAudit",
    summary: "The project's audit events, newest first, and whether the chain holds (unless `verify=false`)",
    permission: "audit:read",
    params: projectParams,
    query: z.strictObject({
      ...pageQuery,
      ...auditFilterQuery,
      /** `false` reads the events alone: verifying goes through the whole chain. */
      verify: z.enum(["true", "false"]).default("true"),
    }),
    body: null,
    response: z.strictObject({
      ...pageOf(auditEventRow).shape,
      chain: chainStatus.nullable(),
      checkpoints: z.array(auditCheckpoint),
    }),
    errors: [...projectErrors, "forbidden", "bad-cursor"],
  }),
  exportAudit: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/audit/export",
    operationId: "exportAudit",
    summary:
      "The events as JSON lines with their chain, which `npm run tupelo -- verify FILE` checks offline, or as CSV",
    permission: "audit:export",
    params: projectParams,
    query: z.strictObject({ ...auditFilterQuery, format: z.enum(["jsonl", "csv"]).default("jsonl") }),
    body: null,
    response: z.string(),
    errors: [...projectErrors, "forbidden"],
  }),
};
