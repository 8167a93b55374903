import { z } from "zod";
import { LICENCE_LEVELS } from "../domain/judges/licence.ts";
import { digest, instant, noQuery, projectErrors, projectParams, reasonText, writeErrors } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const licenceLevel = z.enum(LICENCE_LEVELS);

export const calibration = z.strictObject({
  n: z.number().int(),
  disputed: z.number().int(),
  agreement: z.number().nullable(),
  agreementLow: z.number().nullable(),
  kappa: z.number().nullable(),
  counts: z.strictObject({
    bothPass: z.number().int(),
    judgePassOnly: z.number().int(),
    peoplePassOnly: z.number().int(),
    bothFail: z.number().int(),
  }),
  newestLabelAt: instant.nullable(),
});

/** What a judge's numbers may trigger: the lower of what was granted and what its calibration earns. */
export const judgeLicence = z.strictObject({
  effective: licenceLevel,
  granted: licenceLevel,
  earned: licenceLevel,
  /** What is missing for the next level, in words. */
  missing: z.array(z.string()),
  calibration,
});
export type JudgeLicenceResponse = z.output<typeof judgeLicence>;

const grant = z.strictObject({
  level: licenceLevel,
  reason: z.string(),
  grantedByName: z.string(),
  createdAt: instant,
});

const label = z.strictObject({
  runNumber: z.number().int(),
  position: z.number().int(),
  caseId: z.string(),
  passed: z.boolean(),
  judgePassed: z.boolean(),
  comment: z.string(),
  labelledByName: z.string(),
  createdAt: instant,
});

const judgeParams = z.strictObject({ ...projectParams.shape, name: z.string().max(300) });
const judgeVersionParams = z.strictObject({ ...judgeParams.shape, version: z.string().max(200) });

/** A judged answer without the judge's word: who labels it must not see that first. */
const caseToLabel = z.strictObject({
  runNumber: z.number().int(),
  position: z.number().int(),
  caseId: z.string(),
  input: z.string().nullable(),
  output: z.string().nullable(),
});
export type CaseToLabel = z.output<typeof caseToLabel>;

export const judgeDetail = z.strictObject({
  name: z.string(),
  version: z.string(),
  digest,
  versions: z.array(z.string()),
  licence: judgeLicence,
  grants: z.array(grant),
  /** The newest 200. */
  labels: z.array(label),
  /** Whether the reader wrote this version; authors do not license it. */
  isAuthor: z.boolean(),
});
export type JudgeDetail = z.output<typeof judgeDetail>;

export const judgeEndpoints = {
  getJudge: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/judges/{name}",
    operationId: "getJudge",
    summary: "One judge's version (the newest unless told): licence, calibration record, labels",
    permission: "project:read",
    params: judgeParams,
    query: z.strictObject({ version: z.string().max(200).optional() }),
    body: null,
    response: judgeDetail,
    errors: projectErrors,
  }),
  listCasesToLabel: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/judges/{name}/versions/{version}/cases",
    operationId: "listCasesToLabel",
    summary: "Judged answers that the caller has not labelled yet, without the judge's word",
    permission: "judge:label",
    params: judgeVersionParams,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
    body: null,
    response: z.strictObject({ items: z.array(caseToLabel), left: z.number().int() }),
    errors: [...projectErrors, "forbidden", "insufficient-scope"],
  }),
  labelCase: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/judges/{name}/versions/{version}/labels",
    operationId: "labelCase",
    summary: "Say whether a judged answer is good; the newest label of each person counts",
    permission: "judge:label",
    params: judgeVersionParams,
    query: noQuery,
    body: z.strictObject({
      runNumber: z.number().int().min(1),
      position: z.number().int().min(0),
      passed: z.boolean(),
      comment: z.string().trim().max(2_000).default(""),
    }),
    response: z.strictObject({
      judgePassed: z.boolean(),
      judgeReason: z.string().nullable(),
      agrees: z.boolean(),
    }),
    status: 201,
    idempotency: "optional",
    errors: writeErrors,
  }),
  grantLicence: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/judges/{name}/versions/{version}/licence",
    operationId: "grantLicence",
    summary: "Let a judge's version trigger more or less; never above its calibration, never by its author",
    permission: "judge:license",
    params: judgeVersionParams,
    query: noQuery,
    body: z.strictObject({ level: licenceLevel, reason: reasonText }),
    response: judgeLicence,
    status: 201,
    idempotency: "optional",
    errors: [...writeErrors, "self-approval", "blocked"],
  }),
};
