import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { checkPrice } from "./checks/check-price.ts";
import { checkRecords, type DataRecord, hasValue, refuseAt } from "./checks/check-records.ts";
import { isPinnedModel, sha256Problem } from "./checks/moving-words.ts";
import { readFacts } from "./checks/read-facts.ts";
import type { RecordProblem } from "./checks/record-problem.ts";

export const model = {
  kind: "model",
  label: "Model",
  whyItChangesAnswers: "Other weights or another adapter give other answers to the same prompt.",
  contentType: "application/yaml",
  readMeta: (files): ArtifactFact[] =>
    readFacts(files, {
      Registry: "registryUri",
      Sha256: "sha256",
      Provider: "provider",
      Model: "model",
      Base: "base",
      Adapter: "adapter",
    }),
  check: (files: readonly ArtifactText[]) => checkRecords(files, checkModel),
} as const satisfies ArtifactKind;

/** Own weights are named by registry and digest; those of a provider by a dated snapshot. */
function checkModel(record: DataRecord): RecordProblem[] {
  const isHosted = hasValue(record.provider) && !hasValue(record.registryUri);
  return [...(isHosted ? checkHosted(record) : checkOwn(record)), ...checkPrice(record.price)];
}

function checkHosted({ model: name }: DataRecord): RecordProblem[] {
  if (typeof name === "string" && isPinnedModel(name)) return [];
  return [refuseAt(["model"], "model_unpinned", "Name a dated snapshot of the provider's model in `model`.")];
}

function checkOwn({ registryUri, sha256 }: DataRecord): RecordProblem[] {
  const problems: RecordProblem[] = [];
  if (typeof registryUri !== "string" || registryUri.trim() === "") {
    problems.push(
      refuseAt(
        ["registryUri"],
        "missing_field",
        "`registryUri` is missing: say where the weights are registered.",
      ),
    );
  }
  const wrong = hasValue(sha256)
    ? sha256Problem(sha256)
    : "`sha256` is missing: name the digest of the weights.";
  if (wrong !== null)
    problems.push(refuseAt(["sha256"], hasValue(sha256) ? "bad_digest" : "missing_field", wrong));
  return problems;
}
