import { encodingOf } from "../../contents/count-tokens.ts";
import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promptEndpoints } from "../../contracts/prompts.ts";
import { getPromptFacts, type PromptFacts } from "../../db/queries/get-prompt.ts";
import { PRICE_TABLE } from "../../domain/prices/price-table.ts";
import { missingParts } from "../../domain/prompts/missing-parts.ts";
import type { Prompt } from "../../domain/prompts/prompt.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { lintOf, readPrompt, tokensOf, variablesOf } from "./describe-prompt.ts";
import { priceModels } from "./price-models.ts";

type Declaration = typeof promptEndpoints.getPrompt;
type Response = ResponseOf<Declaration>;

/** getPrompt shows a member one prompt version: what it says, what is wrong with it, what it costs, where it is used. */
export async function getPrompt(
  ctx: ServiceContext,
  input: { params: ParamsOf<Declaration> },
): Promise<Response> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const facts = await getPromptFacts(ctx.db, project, input.params);
  const { prompt, files } = readPrompt(facts.files);
  const model = modelOf(prompt, facts);
  const { label, readOn, source } = PRICE_TABLE;
  return {
    ...facts.row,
    files: facts.files.map(({ path, contentDigest, sizeBytes, text }) => ({
      path,
      contentDigest,
      sizeBytes,
      text,
    })),
    ...partsOf(prompt),
    lint: lintOf(prompt, files, { model, known: facts.files }),
    ...tokensByVersion(facts, prompt, model),
    costs: priceModels({ prompt, ...facts }),
    monthlyRequests: facts.monthlyRequests,
    priceTable: { label, readOn, source },
    servedVersion: facts.servedVersion,
    usedBy: facts.usedBy,
    served: facts.served,
    evalRuns: facts.evalRuns,
  };
}

/** The model whose tokenizer counts: the manifest's own, else the first that a release pairs the prompt with. */
function modelOf(prompt: Prompt, facts: PromptFacts): string {
  return prompt.model?.name ?? facts.models[0]?.name ?? "";
}

function partsOf(prompt: Prompt) {
  const pins = [
    ...(prompt.fewShot ?? []).map((pin) => ({ what: "few_shot" as const, pin })),
    ...(prompt.tools ?? []).map((pin) => ({ what: "tool_schema" as const, pin })),
  ];
  return {
    form: prompt.form,
    promisesCompleteness: prompt.promisesCompleteness,
    missingParts: missingParts(prompt),
    texts: prompt.texts.map(({ role, path, text }) => ({ role, path, text })),
    variables: variablesOf(prompt),
    pins: pins.map(({ what, pin }) => ({ what, name: pin.ref ?? pin.path ?? "", sha256: pin.sha256 })),
    guardrailPolicy: prompt.guardrailPolicy?.ref ?? null,
    generationSettings: prompt.generationSettings.map(({ name, value }) => ({ name, value })),
    outputSchema: prompt.outputSchema === null ? null : (prompt.outputSchema.path ?? "inline"),
    results: prompt.results.map(({ goldenSet, numbers }) => ({
      goldenSet,
      numbers: Object.entries(numbers).map(([name, value]) => ({ name, value })),
    })),
  };
}

function tokensByVersion(facts: PromptFacts, prompt: Prompt, model: string) {
  const versions = facts.versions.map(({ row, files, releaseIds, servedIn }) => ({
    version: row.version,
    sighting: row.sighting,
    tokens: files === null ? null : tokensOf(readPrompt(files).prompt, model),
    releaseIds,
    servedIn,
  }));
  const place = versions.findIndex(({ version }) => version === facts.row.version);
  const previous = versions[place + 1] ?? null;
  const count = tokensOf(prompt, model);
  const before = previous?.tokens ?? null;
  return {
    versions,
    tokens: {
      count,
      words: encodingOf(model).words,
      previousVersion: previous?.version ?? null,
      difference: count === null || before === null ? null : count - before,
    },
  };
}
