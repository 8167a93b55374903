import type { ArtifactKind } from "./artifact-kind.ts";

export const guardrailPolicy = {
  kind: "guardrail_policy",
  label: "Guardrail policy",
  whyItChangesAnswers: "It decides which questions are refused and which answers are held back or rewritten.",
  contentType: "text/markdown",
} as const satisfies ArtifactKind;
