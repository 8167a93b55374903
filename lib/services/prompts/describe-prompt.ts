import { checkRecordedResponses } from "../../contents/check-outputs.ts";
import { countTokens, encodingOf } from "../../contents/count-tokens.ts";
import { withData } from "../../contents/read-data.ts";
import { contextTokensOf } from "../../domain/prices/price-of.ts";
import { checkPins, type KnownFile } from "../../domain/prompts/check-pins.ts";
import { describeLint, type LintLine, type ResponseCheck } from "../../domain/prompts/describe-lint.ts";
import { lintPrompt } from "../../domain/prompts/lint-prompt.ts";
import { usedNames } from "../../domain/prompts/lint-variables.ts";
import { isSamePath, parsePrompt } from "../../domain/prompts/parse-prompt.ts";
import { type Prompt, type PromptFile, promptText } from "../../domain/prompts/prompt.ts";

type StoredFile = { path: string; text: string | null };

/** readPrompt parses stored files as a prompt; nothing in them is run. */
export function readPrompt(stored: readonly StoredFile[]): { prompt: Prompt; files: PromptFile[] } {
  const files = withData(stored.map(({ path, text }) => ({ path, text })));
  return { prompt: parsePrompt(files), files };
}

/** tokensOf counts what the model is given, in the encoding of the model; null where the text is too long. */
export function tokensOf(prompt: Pick<Prompt, "texts">, model: string): number | null {
  return countTokens(promptText(prompt), encodingOf(model).encoding);
}

/** lintOf is the lint of a prompt with all that can be known without a model: tokens, context, pins, responses. */
export function lintOf(
  prompt: Prompt,
  files: readonly PromptFile[],
  { model, known }: { model: string; known: readonly KnownFile[] },
): LintLine[] {
  const tokens = tokensOf(prompt, model) ?? undefined;
  const problems = [
    ...checkPins(prompt, known),
    ...lintPrompt(prompt, files, { tokens, contextTokens: contextTokensOf(model) }),
  ];
  return describeLint(prompt, problems, responsesOf(prompt, files));
}

function responsesOf(prompt: Prompt, files: readonly PromptFile[]): ResponseCheck {
  const { outputSchema, recordedResponses } = prompt;
  if (recordedResponses === null || outputSchema === null) return null;
  const file = files.find(({ path }) => isSamePath(path, recordedResponses.path));
  const missing = (problem: string) => ({ checked: 0, failed: [], problem });
  if (file === undefined || file.text === null) {
    return missing(
      `${recordedResponses.path} is not among the prompt's files: add it to the layout's globs.`,
    );
  }
  if (outputSchema.text === null) return missing("The output schema is not among the prompt's files.");
  return checkRecordedResponses(outputSchema.text, file.text);
}

/** variablesOf lists what a prompt uses, in the order of the text, then what it only declares. */
export function variablesOf(prompt: Prompt) {
  const declared = new Map((prompt.declared ?? []).map((variable) => [variable.name, variable]));
  const used = usedNames(prompt);
  const isUsed = new Set(used.map(({ name }) => name));
  return [
    ...used.map(({ name, path, line }) => ({ name, path, line })),
    ...[...declared.values()]
      .filter(({ name }) => !isUsed.has(name))
      .map(({ name, line }) => ({ name, path: prompt.manifestPath, line })),
  ].map((place) => {
    const own = declared.get(place.name);
    return {
      ...place,
      type: own?.type ?? null,
      boundBy: own?.boundBy ?? null,
      example: own?.example ?? null,
      isDeclared: own !== undefined,
      isUsed: isUsed.has(place.name),
    };
  });
}
