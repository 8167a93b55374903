import { z } from "zod";
import { artifactFile, artifactVersionRow, sighting } from "./artifacts.ts";
import { environmentName, instant, line, projectErrors, projectParams, releaseIdText } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { evalRunRow } from "./evals.ts";

const promptParams = z.strictObject({
  ...projectParams.shape,
  name: z.string().max(300),
  version: z.string().max(200),
});

/** One line of what the lint looked at: a finding, or a rule that has nothing to say. */
export const lintRow = z.strictObject({
  verdict: z.enum(["fail", "review", "pass", "insufficient", "not_applicable"]),
  path: z.string().nullable(),
  line: z.number().int().nullable(),
  code: z.string(),
  message: z.string(),
});
export type LintRow = z.output<typeof lintRow>;

export const promptVariable = z.strictObject({
  name: z.string(),
  type: z.string().nullable(),
  /** Who fills it in, as the manifest says; null where it does not say. */
  boundBy: z.string().nullable(),
  example: z.string().nullable(),
  isDeclared: z.boolean(),
  isUsed: z.boolean(),
  path: z.string().nullable(),
  line: z.number().int().nullable(),
});
export type PromptVariable = z.output<typeof promptVariable>;

const promptPin = z.strictObject({
  what: z.enum(["few_shot", "tool_schema"]),
  name: z.string(),
  sha256: z.string().nullable(),
});

export const promptCost = z.strictObject({
  model: z.string(),
  /** Where the price comes from; null where none is known. */
  priceSource: z.string().nullable(),
  /** How the template's tokens were counted. */
  tokensWords: z.string(),
  templateTokens: z.number().int().nullable(),
  meanOutputTokens: z.number().nullable(),
  costUsdPerRequest: z.number().nullable(),
  costUsdPerMonth: z.number().nullable(),
  missing: z.array(z.string()),
});
export type PromptCost = z.output<typeof promptCost>;

/** A version in the list beside the page. */
export const promptVersion = z.strictObject({
  version: z.string(),
  sighting: sighting.nullable(),
  /** Tokens of its text, in the same encoding for all; null where they were not counted. */
  tokens: z.number().int().nullable(),
  releaseIds: z.array(releaseIdText),
  /** Environments that serve a release made of it. */
  servedIn: z.array(environmentName),
});
export type PromptVersion = z.output<typeof promptVersion>;

export const servedPeriod = z.strictObject({
  environment: environmentName,
  releaseId: releaseIdText,
  from: instant,
  until: instant.nullable(),
  cause: z.string(),
});

const renderedText = z.strictObject({ role: z.string(), text: z.string() });

/** Prompts as what they are: templates with variables, pins, a lint, a cost and a history of use. */
export const promptEndpoints = {
  getPrompt: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/prompts/{name}/versions/{version}",
    operationId: "getPrompt",
    summary: "One prompt version: its parts, lint, tokens, cost per model, and where it is and was used",
    permission: "project:read",
    params: promptParams,
    query: z.strictObject({}),
    body: null,
    response: z.strictObject({
      ...artifactVersionRow.shape,
      files: z.array(artifactFile),
      form: z.enum(["template", "manifest"]),
      promisesCompleteness: z.boolean(),
      /** What a complete manifest would have beside this. */
      missingParts: z.array(z.string()),
      texts: z.array(z.strictObject({ role: z.string(), path: z.string(), text: z.string() })),
      variables: z.array(promptVariable),
      pins: z.array(promptPin),
      guardrailPolicy: z.string().nullable(),
      generationSettings: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      outputSchema: z.string().nullable(),
      results: z.array(
        z.strictObject({
          goldenSet: z.string(),
          numbers: z.array(z.strictObject({ name: z.string(), value: z.number() })),
        }),
      ),
      lint: z.array(lintRow),
      tokens: z.strictObject({
        count: z.number().int().nullable(),
        /** How they were counted. */
        words: z.string(),
        previousVersion: z.string().nullable(),
        /** Against the version before; null where there is none. */
        difference: z.number().int().nullable(),
      }),
      costs: z.array(promptCost),
      monthlyRequests: z.number().int().nullable(),
      priceTable: z.strictObject({ label: z.string(), readOn: z.string(), source: z.string() }),
      versions: z.array(promptVersion),
      /** The version that the last environment of the project serves: what a diff starts from. */
      servedVersion: z.string().nullable(),
      usedBy: z.array(releaseIdText),
      served: z.array(servedPeriod),
      evalRuns: z.array(evalRunRow),
    }),
    errors: projectErrors,
  }),
  renderPrompt: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/prompts/{name}/versions/{version}/render",
    operationId: "renderPrompt",
    summary: "A prompt version with example values filled in; nothing is stored and nothing is run",
    permission: "project:read",
    params: promptParams,
    query: z.strictObject({}),
    body: z.strictObject({
      values: z
        .array(z.strictObject({ name: line(64), value: z.string().max(20_000) }))
        .max(50, "At most 50 values.")
        .refine(
          (list) => new Set(list.map(({ name }) => name)).size === list.length,
          "A name is given twice.",
        ),
    }),
    response: z.strictObject({
      text: z.string(),
      texts: z.array(renderedText),
      unresolved: z.array(z.string()),
      unknown: z.array(z.string()),
      tokens: z.number().int().nullable(),
    }),
    errors: [
      ...projectErrors,
      ...(["csrf", "malformed-json", "too-deep", "forbidden-key", "invalid", "unknown-field"] as const),
      ...(["unsupported-media-type", "too-large", "request-timeout"] as const),
    ],
  }),
};
