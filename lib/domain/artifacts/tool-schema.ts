import type { ArtifactKind } from "./artifact-kind.ts";

export const toolSchema = {
  kind: "tool_schema",
  label: "Tool schema",
  whyItChangesAnswers:
    "The model calls tools by their descriptions, so that a new field or word changes what it calls and with what.",
  contentType: "application/json",
} as const satisfies ArtifactKind;
