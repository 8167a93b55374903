import type { ArtifactKind } from "./artifact-kind.ts";

export const featureView = {
  kind: "feature_view",
  label: "Feature view",
  whyItChangesAnswers:
    "The same prompt and model answer differently when a feature is computed or prepared in another way.",
  contentType: "text/x-python",
} as const satisfies ArtifactKind;
