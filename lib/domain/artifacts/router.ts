import type { ArtifactKind } from "./artifact-kind.ts";

export const router = {
  kind: "router",
  label: "Router",
  whyItChangesAnswers: "It decides which model or prompt gets a question, and with it who answers.",
  contentType: "application/yaml",
} as const satisfies ArtifactKind;
