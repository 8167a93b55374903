import type { ArtifactKind } from "./artifact-kind.ts";

export const promotionPolicy = {
  kind: "promotion_policy",
  label: "Promotion policy",
  whyItChangesAnswers: "It decides which evidence is enough, and so which release people get answers from.",
  contentType: "application/yaml",
} as const satisfies ArtifactKind;
