import { z } from "zod";
import { parseYaml } from "../lib/contents/parse-yaml.ts";
import { priceOf } from "../lib/domain/prices/price-of.ts";
import { parsePrompt } from "../lib/domain/prompts/parse-prompt.ts";
import { planRun } from "../lib/evals/runner/plan-run.ts";
import type { RunPlan } from "../lib/evals/runner/plan-types.ts";
import { readGoldenSet } from "../lib/evals/runner/read-golden-set.ts";
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
  /** A release says itself which judge it is measured with. */
  isRelease: boolean;
};

const modelFile = z.looseObject({
  servedAs: z.string().optional(),
  price: z
    .object({
      inputUsdPerMillionTokens: z.number().nonnegative(),
      outputUsdPerMillionTokens: z.number().nonnegative(),
    })
    .optional(),
});

/** buildEvalPlan makes the plan of `tupelo eval` from the parts it found. Throws with a sentence that says what is missing. */
export function buildEvalPlan(find: FindPart, choice: EvalChoice): RunPlan {
  const prompt = need(find, "prompt", choice.prompt);
  const golden = need(find, "golden_set", choice.goldenSet);
  const judge = choice.judge === null && !choice.isRelease ? null : find("judge", choice.judge);
  if (choice.judge !== null && judge === null) throw new Error(`There is no judge ${choice.judge}.`);
  const settings =
    choice.settings === null && !choice.isRelease ? null : find("generation_settings", choice.settings);
  const model = choice.isRelease ? find("model", null) : null;
  const file = model === null ? null : modelFile.safeParse(parseYaml(textOf(model), model.ref));
  const parts = { prompt, golden_set: golden, judge, generation_settings: settings, model };
  return planRun({
    endpoint: choice.endpoint,
    prompt: parsePrompt(prompt.files),
    model: { name: choice.model, price: priceOf(choice.model, file?.data?.price ?? null) },
    settings: settings === null ? {} : readCallSettings(parseYaml(textOf(settings), settings.ref)),
    cases: readGoldenSet(textOf(golden), golden.ref),
    judge: judge === null ? null : { rubric: textOf(judge), model: judgeModel(choice) },
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

function judgeModel({ judgeModel, model }: EvalChoice) {
  const name = judgeModel ?? model;
  return { name, price: priceOf(name) };
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
