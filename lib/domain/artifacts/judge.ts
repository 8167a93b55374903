import type { ArtifactFact, ArtifactKind, ArtifactProblem, ArtifactText } from "./artifact-kind.ts";
import { checkPrice } from "./checks/check-price.ts";
import { hasValue, isRecord, problemOf, readabilityOf, refuseAt } from "./checks/check-records.ts";
import { floatingReferences } from "./checks/floating-references.ts";
import { isPinnedModel } from "./checks/moving-words.ts";
import { readFacts } from "./checks/read-facts.ts";

export const judge = {
  kind: "judge",
  label: "Judge",
  whyItChangesAnswers:
    "Another judge gives other scores to the same answers, and so lets other releases through.",
  contentType: "text/markdown",
  readMeta: (files): ArtifactFact[] =>
    readFacts(files, { Model: "model", Scale: "scale", Threshold: "threshold" }),
  check: checkJudge,
} as const satisfies ArtifactKind;

/** A judge is a rubric and the snapshot of the model that reads it; without a named model the runner's own is used. */
function checkJudge(files: readonly ArtifactText[]): ArtifactProblem[] {
  const unreadable = files.flatMap(readabilityOf);
  if (unreadable.length > 0) return unreadable;
  const problems = files.flatMap((file) => {
    const moving = floatingReferences(file.data);
    const model = modelOf(file);
    const isFloating = model !== undefined && !isPinnedModel(String(model));
    const message = `The judge's model "${String(model)}" moves: name a dated snapshot.`;
    const unpinned = isFloating ? [refuseAt(["model"], "model_unpinned", message)] : [];
    const price = isRecord(file.data) ? checkPrice(file.data.price) : [];
    return [...moving, ...unpinned, ...price].map((one) => problemOf(file, one));
  });
  const [first] = files;
  if (first === undefined) return problems;
  if (!files.some(hasRubric)) {
    problems.push(
      problemOf(
        first,
        refuseAt([], "no_rubric", "The rubric is missing: say in words how answers are judged."),
      ),
    );
  }
  if (files.every((file) => modelOf(file) === undefined)) {
    const message =
      "The judge names no model: write `model` with a dated snapshot between two lines of `---` at the top.";
    problems.push(problemOf(first, { at: [], severity: "warning", code: "model_unnamed", message }));
  }
  return problems;
}

function modelOf({ data }: ArtifactText): unknown {
  return isRecord(data) && hasValue(data.model) ? data.model : undefined;
}

/** In Markdown the text below the front matter is the rubric; in data one of these fields is. */
function hasRubric({ path, text, data }: ArtifactText): boolean {
  if (/\.(ya?ml|json)$/i.test(path)) {
    return (
      isRecord(data) &&
      ["rubric", "prompt", "template", "instructions", "criteria"].some((key) => hasValue(data[key]))
    );
  }
  const body = (text ?? "").replace(/^\uFEFF?---\r?\n[\s\S]*?\n---[ \t]*(\r?\n|$)/, "");
  return body.trim() !== "";
}
