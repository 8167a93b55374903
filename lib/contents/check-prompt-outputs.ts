import type { ArtifactProblem } from "../domain/artifacts/artifact-kind.ts";
import type { Prompt } from "../domain/prompts/prompt.ts";
import { checkRecordedResponses } from "./check-outputs.ts";

/** A file that a prompt names: where it is, and its text (null where it is not text). */
export type NamedText = { path: string; text: string | null };

/** What a prompt names, as it was found; null where it is not there, or where the manifest holds the schema itself. */
export type OutputFiles = { schema: NamedText | null; responses: NamedText | null };

/** The code of what could not be judged: a warning to look at, and for a gate no pass. */
export const UNCHECKED = "recorded_unchecked";

/**
 * checkPromptOutputs holds a prompt's recorded responses against its output schema. Null where it does not name both;
 * an error for every response that does not fit and for a schema that cannot be used; one warning `recorded_unchecked`
 * where nothing could be judged. Calls no model.
 */
export function checkPromptOutputs(
  prompt: Pick<Prompt, "outputSchema" | "recordedResponses" | "manifestPath">,
  { schema, responses }: OutputFiles,
): ArtifactProblem[] | null {
  const { outputSchema, recordedResponses } = prompt;
  if (outputSchema === null || recordedResponses === null) return null;
  const manifest = prompt.manifestPath ?? "";
  const unchecked = (line: number | null, why: string): ArtifactProblem[] => [
    { path: manifest, line, severity: "warning", code: UNCHECKED, message: why },
  ];
  const recorded = responses?.text ?? null;
  if (recorded === null) return unchecked(recordedResponses.line, absent(recordedResponses.path));
  const text = schema?.text ?? outputSchema.text;
  if (text === null) return unchecked(outputSchema.line, absent(outputSchema.path ?? "the output schema"));
  const { problem, isSchemaBroken, failed } = checkRecordedResponses(text, recorded);
  if (problem !== null && !isSchemaBroken) return unchecked(recordedResponses.line, problem);
  if (problem !== null) {
    // A schema in a file of its own has no line that is known to be the wrong one.
    const [path, line] = schema === null ? [manifest, outputSchema.line] : [schema.path, null];
    return [{ path, line, severity: "error", code: "output_schema", message: problem }];
  }
  const path = responses?.path ?? recordedResponses.path;
  return failed.map(({ line, message }) => {
    return { path, line, severity: "error", code: "recorded_output", message };
  });
}

function absent(path: string): string {
  return `Responses were not checked: ${path} is not among the prompt's files. Add it to the layout's globs.`;
}
