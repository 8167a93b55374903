import type { ArtifactKind } from "./artifact-kind.ts";

export const model = {
  kind: "model",
  label: "Model",
  whyItChangesAnswers: "Other weights or another adapter give other answers to the same prompt.",
  contentType: "application/yaml",
} as const satisfies ArtifactKind;
