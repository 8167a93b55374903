import type { ArtifactFact, ArtifactKind, ArtifactProblem, ArtifactText } from "./artifact-kind.ts";
import { problemOf, readabilityOf } from "./checks/check-records.ts";
import { floatingReferences } from "./checks/floating-references.ts";

/** Within one line: over blank lines, every start would look at all that follow. */
const RULE = /^[ \t]*(\d+[.)]|[-*])[ \t]+\S/gm;

export const guardrailPolicy = {
  kind: "guardrail_policy",
  label: "Guardrail policy",
  whyItChangesAnswers: "It decides which questions are refused and which answers are held back or rewritten.",
  contentType: "text/markdown",
  readMeta: (files): ArtifactFact[] => {
    const count = files.reduce((sum, { text }) => sum + ((text ?? "").match(RULE)?.length ?? 0), 0);
    return count === 0 ? [] : [{ label: "Rules", value: String(count) }];
  },
  check: (files: readonly ArtifactText[]): ArtifactProblem[] => {
    const unreadable = files.flatMap(readabilityOf);
    if (unreadable.length > 0) return unreadable;
    return files.flatMap((file) => floatingReferences(file.data).map((one) => problemOf(file, one)));
  },
} as const satisfies ArtifactKind;
