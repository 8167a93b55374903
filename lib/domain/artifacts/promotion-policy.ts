import { readPolicy } from "../policy/read-policy.ts";
import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { checkRecords, type DataRecord, refuseAt } from "./checks/check-records.ts";
import { readFacts } from "./checks/read-facts.ts";
import type { RecordProblem } from "./checks/record-problem.ts";

export const promotionPolicy = {
  kind: "promotion_policy",
  label: "Promotion policy",
  whyItChangesAnswers: "It decides which evidence is enough, and so which release people get answers from.",
  contentType: "application/yaml",
  readMeta: (files): ArtifactFact[] =>
    readFacts(files, { Reviews: "reviews", Rollout: "rollout", Shadow: "shadow" }),
  check: (files: readonly ArtifactText[]) => checkRecords(files, checkPolicy),
} as const satisfies ArtifactKind;

function checkPolicy(record: DataRecord): RecordProblem[] {
  const read = readPolicy(record);
  if (read.ok) return [];
  return read.problems.map(({ pointer, message }) => {
    const at = pointer
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    return refuseAt(at, "bad_policy", at.length === 0 ? message : `${at.join(".")}: ${message}`);
  });
}
