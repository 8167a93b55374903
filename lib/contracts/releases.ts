import { z } from "zod";
import { GATE_MARKS } from "../domain/releases/gate-marks.ts";
import { sighting } from "./artifacts.ts";
import {
  blocker,
  digest,
  environmentName,
  instant,
  line,
  noQuery,
  pageOf,
  pageQuery,
  part,
  projectErrors,
  projectParams,
  releaseIdText,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const componentInput = z.strictObject({
  kind: line(40),
  name: line(300),
  version: line(200),
  digest: digest.optional(),
});

export const releasePart = z.strictObject({
  ...part.shape,
  paths: z.array(z.string()),
  sighting: sighting.nullable(),
});
export type ReleasePartResponse = z.output<typeof releasePart>;

/** Both gates in a word each. */
export const gateMarksResponse = z.strictObject({ fast: z.enum(GATE_MARKS), eval: z.enum(GATE_MARKS) });

export const releaseSummary = z.strictObject({
  id: releaseIdText,
  manifestDigest: digest,
  createdAt: instant,
  createdByName: z.string(),
  /** Against the release that was composed before it, in words: `feature_view releases@4 → releases@5`. */
  changes: z.array(z.string()),
  partCount: z.number().int(),
  evalRunCount: z.number().int(),
  /** As they were judged last for its newest promotion; `not_judged` where it was never proposed. */
  gates: gateMarksResponse,
  environments: z.array(
    z.strictObject({ environment: environmentName, role: z.enum(["served", "candidate", "desired"]) }),
  ),
  isQuarantined: z.boolean(),
  promotionNumbers: z.array(z.number().int()),
});
export type ReleaseSummary = z.output<typeof releaseSummary>;

export const releaseDetail = z.strictObject({
  ...releaseSummary.shape,
  fingerprint: z.string(),
  parts: z.array(releasePart),
});
export type ReleaseDetail = z.output<typeof releaseDetail>;

export const partDiff = z.strictObject({
  key: z.string(),
  kind: z.string(),
  change: z.enum(["added", "removed", "changed", "same"]),
  base: part.nullable(),
  candidate: part.nullable(),
  /** Text of each side where it is text and the part differs: one entry per path. */
  files: z.array(
    z.strictObject({ path: z.string(), base: z.string().nullable(), candidate: z.string().nullable() }),
  ),
  /** Why a change of this kind can change answers, in one sentence. */
  why: z.string(),
});
export type PartDiffResponse = z.output<typeof partDiff>;

const releaseParams = z.strictObject({ ...projectParams.shape, releaseId: releaseIdText });

export const releaseEndpoints = {
  createRelease: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/releases",
    operationId: "createRelease",
    summary: "Compose a release of artifact versions; the same tuple again answers 200",
    permission: "release:create",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({ components: z.array(componentInput).min(1, "Name at least one part.").max(100) }),
    response: z.strictObject({ id: releaseIdText, manifestDigest: digest, created: z.boolean() }),
    status: { created: 201, repeated: 200 },
    idempotency: "required",
    errors: [...writeErrors, "floating-reference", "unknown-artifact-version", "release-id-taken"],
  }),
  listReleases: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/releases",
    operationId: "listReleases",
    summary: "Releases, newest first",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ ...pageQuery, search: z.string().max(200).optional() }),
    body: null,
    response: pageOf(releaseSummary),
    errors: [...projectErrors, "bad-cursor"],
  }),
  getRelease: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/releases/{releaseId}",
    operationId: "getRelease",
    summary: "One release with its parts",
    permission: "project:read",
    params: releaseParams,
    query: noQuery,
    body: null,
    response: releaseDetail,
    errors: projectErrors,
  }),
  diffReleases: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/releases/{releaseId}/diff/{otherId}",
    operationId: "diffReleases",
    summary: "What differs: `releaseId` is the candidate, `otherId` the base",
    permission: "project:read",
    params: z.strictObject({ ...releaseParams.shape, otherId: releaseIdText }),
    query: noQuery,
    body: null,
    response: z.strictObject({ base: releaseIdText, candidate: releaseIdText, parts: z.array(partDiff) }),
    errors: projectErrors,
  }),
  listBlockers: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/releases/{releaseId}/blockers",
    operationId: "listBlockers",
    summary: "What stands between a release and an environment now",
    permission: "project:read",
    params: releaseParams,
    query: z.strictObject({ environment: environmentName }),
    body: null,
    response: z.strictObject({ environment: environmentName, blockers: z.array(blocker) }),
    errors: projectErrors,
  }),
};
