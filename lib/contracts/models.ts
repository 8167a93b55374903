import { z } from "zod";
import { MODEL_VERDICTS } from "../domain/models/compare-model.ts";
import { digest, instant, noQuery, projectErrors, projectParams, writeErrors } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const modelParams = z.strictObject({
  ...projectParams.shape,
  name: z.string().max(300),
  version: z.string().max(200),
});

/** One comparing of a model version with the model registry. */
export const modelCheck = z.strictObject({
  id: z.string(),
  verdict: z.enum(MODEL_VERDICTS),
  /** One sentence per finding. */
  sentences: z.array(z.string()),
  registryUri: z.string().nullable(),
  registryVersion: z.string().nullable(),
  registrySha256: z.string().nullable(),
  /** The registry's aliases that name this version. */
  aliases: z.array(z.string()),
  checkedByName: z.string(),
  checkedAt: instant,
});
export type ModelCheckResponse = z.output<typeof modelCheck>;

/** A prompt that traffic reported and no version explains. */
export const unregisteredPrompt = z.strictObject({
  digest,
  promptName: z.string().nullable(),
  serviceName: z.string().nullable(),
  callCount: z.number().int(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  newestRequestId: z.string(),
});
export type UnregisteredPrompt = z.output<typeof unregisteredPrompt>;

/** Models against their registry, and traffic against the registry of prompts. */
export const modelEndpoints = {
  checkModel: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/models/{name}/versions/{version}/checks",
    operationId: "checkModel",
    summary: "Ask the model registry whether alias and digest are those that git names",
    permission: "model:check",
    params: modelParams,
    query: noQuery,
    body: z.strictObject({}),
    response: modelCheck,
    status: 201,
    idempotency: "optional",
    errors: [...writeErrors, "not-configured"],
  }),
  getModelChecks: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/models/{name}/versions/{version}/checks",
    operationId: "getModelChecks",
    summary: "What the model registry said about a version, newest first",
    permission: "project:read",
    params: modelParams,
    query: noQuery,
    body: null,
    response: z.strictObject({
      /** Why the caller cannot check now; null when it can. */
      refusal: z.string().nullable(),
      items: z.array(modelCheck),
    }),
    errors: projectErrors,
  }),
  listUnregisteredPrompts: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/unregistered-prompts",
    operationId: "listUnregisteredPrompts",
    summary: "Prompts seen in traffic that no version of the registry explains",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) }),
    body: null,
    response: z.strictObject({
      days: z.number().int(),
      /** Whether traffic reported any prompt at all; without a report nothing is known. */
      hasReports: z.boolean(),
      items: z.array(unregisteredPrompt),
      /** Whether there are more than are listed. */
      isCut: z.boolean(),
    }),
    errors: projectErrors,
  }),
};
