import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { readabilityOf } from "./checks/check-records.ts";
import { readFacts } from "./checks/read-facts.ts";

const FIELD = /Field\(\s*name\s*=\s*["']([^"']{1,200})["']/g;

export const featureView = {
  kind: "feature_view",
  label: "Feature view",
  whyItChangesAnswers:
    "The same prompt and model answer differently when a feature is computed or prepared in another way.",
  contentType: "text/x-python",
  readMeta: (files): ArtifactFact[] => {
    const names = files.flatMap(({ text }) =>
      [...(text ?? "").matchAll(FIELD)].map((match) => match[1] ?? ""),
    );
    return [
      ...(names.length === 0 ? [] : [{ label: "Features", value: names.join(", ") }]),
      ...readFacts(files, { Entity: "entity", "Join keys": "joinKeys" }),
    ];
  },
  check: (files: readonly ArtifactText[]) => files.flatMap(readabilityOf),
} as const satisfies ArtifactKind;
