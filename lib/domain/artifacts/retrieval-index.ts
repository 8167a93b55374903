import type { ArtifactKind } from "./artifact-kind.ts";

export const retrievalIndex = {
  kind: "retrieval_index",
  label: "Retrieval index",
  whyItChangesAnswers: "Other documents, chunks or embeddings put other passages in front of the model.",
  contentType: "application/yaml",
} as const satisfies ArtifactKind;
