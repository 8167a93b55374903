import type { ArtifactKind } from "./artifact-kind.ts";

export const servingImage = {
  kind: "serving_image",
  label: "Serving image",
  whyItChangesAnswers: "Another server, tokenizer or kernel can round, cut and time answers differently.",
  contentType: "application/yaml",
} as const satisfies ArtifactKind;
