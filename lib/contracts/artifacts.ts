import { z } from "zod";
import { digest, instant, noQuery, pageOf, pageQuery, projectErrors, projectParams } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

/** Where a version was seen in git. */
export const sighting = z.strictObject({
  stage: z.enum(["proposed", "published"]),
  commit: z.string(),
  authorName: z.string(),
  authorEmail: z.string(),
  authoredAt: instant,
  subject: z.string(),
});

export const artifactSummary = z.strictObject({
  kind: z.string(),
  name: z.string(),
  /** null where no file of it could be registered: then there are findings only */
  newestVersion: z.string().nullable(),
  /** How many things about its files could not be read as they are. */
  findingCount: z.number().int(),
  versionCount: z.number().int(),
  lastAuthoredAt: instant.nullable(),
  lastAuthorName: z.string().nullable(),
});
export type ArtifactSummary = z.output<typeof artifactSummary>;

export const artifactVersionRow = z.strictObject({
  kind: z.string(),
  name: z.string(),
  version: z.string(),
  digest,
  paths: z.array(z.string()),
  sighting: sighting.nullable(),
});
export type ArtifactVersionRow = z.output<typeof artifactVersionRow>;

export const artifactFile = z.strictObject({
  path: z.string(),
  contentDigest: digest,
  sizeBytes: z.number().int(),
  /** null where the content is not text */
  text: z.string().nullable(),
});

/** What is wrong with a version's content; an `error` keeps it out of releases. `line` counts from 1. */
export const artifactProblem = z.strictObject({
  path: z.string(),
  line: z.number().int().nullable(),
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  message: z.string(),
});

export const finding = z.strictObject({ path: z.string(), code: z.string(), message: z.string() });

const artifactParams = z.strictObject({
  ...projectParams.shape,
  kind: z.string().max(40),
  name: z.string().max(300),
});

export const repositoryState = z.strictObject({
  /** The commit of main that the registry was read at; null before the first reading. */
  headCommit: z.string().nullable(),
  checkedAt: instant.nullable(),
  /** Why the last look at git failed; null when it did not. */
  lastError: z.string().nullable(),
  findings: z.array(finding),
});
export type RepositoryState = z.output<typeof repositoryState>;

/** The registry: read from git by the worker, never written over the API. */
export const artifactEndpoints = {
  getRepository: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/repository",
    operationId: "getRepository",
    summary: "How far the ops repository was read, and what could not be read as it is",
    permission: "project:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: repositoryState,
    errors: projectErrors,
  }),
  listArtifacts: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/artifacts",
    operationId: "listArtifacts",
    summary: "Artifacts with their newest version",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({
      ...pageQuery,
      kind: z.string().max(40).optional(),
      search: z.string().max(200).optional(),
    }),
    body: null,
    response: pageOf(artifactSummary),
    errors: [...projectErrors, "bad-cursor"],
  }),
  listArtifactVersions: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/artifact-versions",
    operationId: "listArtifactVersions",
    summary: "Every version that a release can be composed of, newest first",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ kind: z.string().max(40).optional() }),
    body: null,
    response: z.strictObject({ items: z.array(artifactVersionRow) }),
    errors: projectErrors,
  }),
  getArtifact: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/artifacts/{kind}/{name}",
    operationId: "getArtifact",
    summary: "One artifact: its versions, newest first, and what could not be read",
    permission: "project:read",
    params: artifactParams,
    query: noQuery,
    body: null,
    response: z.strictObject({
      kind: z.string(),
      name: z.string(),
      versions: z.array(artifactVersionRow),
      findings: z.array(finding),
    }),
    errors: projectErrors,
  }),
  getArtifactVersion: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/artifacts/{kind}/{name}/versions/{version}",
    operationId: "getArtifactVersion",
    summary: "One version with its content and the releases that use it",
    permission: "project:read",
    params: z.strictObject({ ...artifactParams.shape, version: z.string().max(200) }),
    query: noQuery,
    body: null,
    response: z.strictObject({
      ...artifactVersionRow.shape,
      files: z.array(artifactFile),
      problems: z.array(artifactProblem),
      /** What the files say of themselves, in words. */
      facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
      usedBy: z.array(z.string()),
    }),
    errors: projectErrors,
  }),
};
