import type { ArtifactKind } from "./artifact-kind.ts";

/** `{{name}}`, as templates write what is filled in at run time. */
const VARIABLE = /\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,63})\s*\}\}/g;

export const prompt = {
  kind: "prompt",
  label: "Prompt",
  whyItChangesAnswers:
    "A one-line edit of the instructions can shift tone, refusals and grounding without touching the model.",
  contentType: "text/markdown",
  readMeta: (files) => {
    const names = files.flatMap(({ text }) =>
      [...(text ?? "").matchAll(VARIABLE)].map((match) => match[1] ?? ""),
    );
    const variables = [...new Set(names)].sort();
    return variables.length === 0 ? [] : [{ label: "Variables", value: variables.join(", ") }];
  },
} as const satisfies ArtifactKind;
