import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { checkRecords, type DataRecord, hasValue, refuseAt } from "./checks/check-records.ts";
import { readFacts } from "./checks/read-facts.ts";
import type { RecordProblem } from "./checks/record-problem.ts";

export const router = {
  kind: "router",
  label: "Router",
  whyItChangesAnswers: "It decides which model or prompt gets a question, and with it who answers.",
  contentType: "application/yaml",
  readMeta: (files): ArtifactFact[] =>
    readFacts(files, { Routes: "routes", Rules: "rules", Default: "default" }),
  check: (files: readonly ArtifactText[]) => checkRecords(files, checkRouter),
} as const satisfies ArtifactKind;

function checkRouter(record: DataRecord): RecordProblem[] {
  const name = ["routes", "rules", "default"].find((one) => hasValue(record[one]));
  if (name === undefined) {
    return [refuseAt([], "missing_field", "There is no route: write `routes`, `rules` or `default`.")];
  }
  const routes = record[name];
  const isEmpty = typeof routes === "object" && routes !== null && Object.keys(routes).length === 0;
  return isEmpty ? [refuseAt([name], "empty", `\`${name}\` is empty: nothing would be routed.`)] : [];
}
