import type { ArtifactKind } from "./artifact-kind.ts";

export const goldenSet = {
  kind: "golden_set",
  label: "Golden set",
  whyItChangesAnswers:
    "Other cases measure something else, so that a score is only comparable under the same set.",
  contentType: "application/jsonl",
  readMeta: (files) => {
    const lines = files.flatMap(({ text }) => (text ?? "").split("\n"));
    return [{ label: "Cases", value: String(lines.filter((line) => line.trim() !== "").length) }];
  },
} as const satisfies ArtifactKind;
