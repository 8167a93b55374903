import { checkPrompt } from "../prompts/lint-prompt.ts";
import { usedNames } from "../prompts/lint-variables.ts";
import { parsePrompt } from "../prompts/parse-prompt.ts";
import type { ArtifactKind } from "./artifact-kind.ts";

export const prompt = {
  kind: "prompt",
  label: "Prompt",
  whyItChangesAnswers:
    "A one-line edit of the instructions can shift tone, refusals and grounding without touching the model.",
  contentType: "text/markdown",
  readMeta: (files) => {
    const read = parsePrompt(files);
    const names = usedNames(read).map(({ name }) => name);
    return [
      ...(names.length === 0 ? [] : [{ label: "Variables", value: names.sort().join(", ") }]),
      ...(read.guardrailPolicy === null
        ? []
        : [{ label: "Guardrail policy", value: read.guardrailPolicy.ref }]),
    ];
  },
  check: checkPrompt,
} as const satisfies ArtifactKind;
