import type { ArtifactKind } from "./artifact-kind.ts";

export const generationSettings = {
  kind: "generation_settings",
  label: "Generation settings",
  whyItChangesAnswers:
    "Temperature, token limit and stop words change length, variety and cost of every answer.",
  contentType: "application/yaml",
} as const satisfies ArtifactKind;
