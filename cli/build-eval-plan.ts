import { parseYaml } from "../lib/contents/parse-yaml.ts";
import { priceOf } from "../lib/domain/prices/price-of.ts";
import { parsePrompt } from "../lib/domain/prompts/parse-prompt.ts";
import { planRun } from "../lib/evals/runner/plan-run.ts";
import type { RunPlan } from "../lib/evals/runner/plan-types.ts";
import { readGoldenSet } from "../lib/evals/runner/read-golden-set.ts";
import { readJudgeFile, readModelFile } from "../lib/evals/runner/read-model-file.ts";
import { readCallSettings } from "../lib/evals/runner/read-settings.ts";
import type { EvalPart, FindPart } from "./eval-parts.ts";

export type EvalChoice = {
  prompt: string | null;
  model: string;
  endpoint: string;
  judge: string | null;
  judgeModel: string | null;
  goldenSet: string | null;
  settings: string | null;
  repeats: number;
  /** Whether a release gives the prompt and the model, or a folder. */
  isRelease: boolean;
  /** Whether a release gives what measures: it says itself with which judge, index and settings. */
  isMeasuredByRelease: boolean;
};

/** buildEvalPlan makes the plan of `tupelo eval` from the parts it found. Throws with a sentence that says what is missing. */
export function buildEvalPlan(find: FindPart, choice: EvalChoice): RunPlan {
  const prompt = need(find, "prompt", choice.prompt);
  const golden = need(find, "golden_set", choice.goldenSet);
  const measuring = (kind: string, named: string | null) =>
    named === null && !choice.isMeasuredByRelease ? null : find(kind, named);
  const judge = measuring("judge", choice.judge);
  if (choice.judge !== null && judge === null) throw new Error(`There is no judge ${choice.judge}.`);
  const settings = measuring("generation_settings", choice.settings);
  if (choice.settings !== null && settings === null)
    throw new Error(`There are no generation settings ${choice.settings}.`);
  const index = measuring("retrieval_index", null);
  const model = choice.isRelease ? find("model", null) : null;
  const price = model === null ? null : readModelFile(model).price;
  const parts = {
    ...{ prompt, golden_set: golden, judge, generation_settings: settings },
    ...{ retrieval_index: index, model },
  };
  return planRun({
    endpoint: choice.endpoint,
    prompt: parsePrompt(prompt.files),
    model: { name: choice.model, price: priceOf(choice.model, price) },
    settings: settings === null ? {} : readCallSettings(parseYaml(textOf(settings), settings.ref)),
    cases: readGoldenSet(textOf(golden), golden.ref),
    judge: judge === null ? null : readJudge(judge, choice),
    repeats: choice.repeats,
    evidence: Object.fromEntries(
      Object.entries(parts).flatMap(([kind, part]) =>
        // A version that git counts has no number here, so its content says which it is.
        part === null
          ? []
          : [[kind, { ref: part.ref.includes("@") ? part.ref : part.digest, digest: part.digest }]],
      ),
    ),
  });
}

function readJudge(judge: EvalPart, { judgeModel, model }: EvalChoice): RunPlan["judge"] {
  const file = readJudgeFile(judge);
  const name = judgeModel ?? file.name ?? model;
  return { rubric: file.rubric, model: { name, price: priceOf(name, file.price) } };
}

function need(find: FindPart, kind: string, named: string | null): EvalPart {
  const part = find(kind, named);
  if (part !== null) return part;
  throw new Error(`There is no ${kind.replace("_", " ")}${named === null ? "" : ` ${named}`} here.`);
}

function textOf({ ref, files }: EvalPart): string {
  return files
    .map(({ text }) => {
      if (text === null) throw new Error(`${ref} is not text.`);
      return text;
    })
    .join("\n");
}
