import type { ArtifactKind } from "./artifact-kind.ts";

export const judge = {
  kind: "judge",
  label: "Judge",
  whyItChangesAnswers:
    "Another judge gives other scores to the same answers, and so lets other releases through.",
  contentType: "text/markdown",
} as const satisfies ArtifactKind;
