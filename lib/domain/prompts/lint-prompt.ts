import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import { findSecrets } from "./find-secrets.ts";
import { lintReferences } from "./lint-references.ts";
import { lintSchema } from "./lint-schema.ts";
import { lintVariables } from "./lint-variables.ts";
import { checkParts } from "./missing-parts.ts";
import { parsePrompt } from "./parse-prompt.ts";
import { type Prompt, type PromptFile, promptText } from "./prompt.ts";

/** Longer than this, a prompt is looked at by a person: about 12,000 tokens of English. Unit: UTF-16 code units. */
export const LONG_PROMPT = 48_000;
/** 1 MB: where a manifest's YAML would not be read either. */
const LONGEST_PROMPT = 1_000_000;

/** What the tokenizer and the price table know; without it the length is judged by characters alone. */
export type LintFacts = { tokens?: number; contextTokens?: number | null };

/**
 * lintPrompt says what is wrong with a prompt, without a model and without running anything: first what refuses a
 * release, then by line. Time grows with the length of the text. `files` are searched for secrets as they are.
 */
export function lintPrompt(
  prompt: Prompt,
  files: readonly PromptFile[],
  facts: LintFacts = {},
): ArtifactProblem[] {
  const all = [
    ...prompt.problems,
    ...checkParts(prompt),
    ...lintLength(prompt, files, facts),
    ...files.flatMap(lintSecrets),
    ...lintVariables(prompt),
    ...lintReferences(prompt),
    ...lintSchema(prompt),
  ];
  return all.sort(
    (left, right) =>
      Number(right.severity === "error") - Number(left.severity === "error") ||
      compareText(left.path, right.path) ||
      (left.line ?? 0) - (right.line ?? 0),
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** checkPrompt parses and lints in one step; a file's `data` is what the edge parsed of it. */
export function checkPrompt(files: readonly PromptFile[]): ArtifactProblem[] {
  return lintPrompt(parsePrompt(files), files);
}

function lintSecrets({ path, text }: PromptFile): ArtifactProblem[] {
  return findSecrets(text ?? "").map(({ what, line }) => ({
    ...{ path, line, severity: "error", code: "secret" },
    message: `This line holds ${what}. Revoke it, and take it out: whatever stands in a prompt is sent to the model.`,
  }));
}

function lintLength(prompt: Prompt, files: readonly PromptFile[], facts: LintFacts): ArtifactProblem[] {
  const text = promptText(prompt);
  const path = prompt.texts[0]?.path ?? prompt.manifestPath ?? files[0]?.path ?? "";
  if (text.trim() === "") {
    // What is not text cannot be called empty, and a manifest that lacks its text says so as a missing part.
    if (prompt.promisesCompleteness || files.every((file) => file.text === null)) return [];
    const message = "The prompt is empty: there is no text for the model.";
    return [{ path, line: null, severity: "error", code: "empty", message }];
  }
  if (text.length >= LONGEST_PROMPT) {
    const message = `The prompt has ${text.length} characters; fewer than ${LONGEST_PROMPT} are taken.`;
    return [{ path, line: null, severity: "error", code: "too_long", message }];
  }
  const { tokens, contextTokens } = facts;
  if (tokens !== undefined && typeof contextTokens === "number" && tokens > contextTokens) {
    const message = `The prompt has ${tokens} tokens; the model takes ${contextTokens}.`;
    return [{ path, line: null, severity: "error", code: "too_long", message }];
  }
  if (text.length <= LONG_PROMPT) return [];
  const message = `The prompt has ${text.length} characters; more than ${LONG_PROMPT} are worth a look.`;
  return [{ path, line: null, severity: "warning", code: "too_long", message }];
}
