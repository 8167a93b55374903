import { parseYaml } from "../../contents/parse-yaml.ts";
import { withData } from "../../contents/read-data.ts";
import type { Reader } from "../../db/client.ts";
import { loadFileTexts } from "../../db/queries/load-file-texts.ts";
import { AppError } from "../../domain/errors.ts";
import { priceOf } from "../../domain/prices/price-of.ts";
import { parsePrompt } from "../../domain/prompts/parse-prompt.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import type { EvalEndpoint } from "../../evals/runner/eval-endpoint.ts";
import { planRun } from "../../evals/runner/plan-run.ts";
import type { RunModel, RunPlan } from "../../evals/runner/plan-types.ts";
import { readGoldenSet } from "../../evals/runner/read-golden-set.ts";
import { readJudgeFile, readModelFile } from "../../evals/runner/read-model-file.ts";
import { readCallSettings } from "../../evals/runner/read-settings.ts";

/** The kinds that measure: taken from the release that a run is made under. */
const MEASURING = ["golden_set", "judge", "retrieval_index", "generation_settings"];

export type PlanRequest = {
  projectId: string;
  releaseId: string;
  underReleaseId: string | null;
  repeats: number;
};

/**
 * buildSessionPlan makes the plan of a release's golden set from the registry. Throws with a sentence where the
 * release lacks what is needed: `invalid-artifact`, `invalid-evals`, `not-configured`.
 */
export async function buildSessionPlan(
  db: Reader,
  request: PlanRequest,
  endpoint: EvalEndpoint,
): Promise<RunPlan> {
  const parts = await readParts(db, request);
  const prompt = parts.need("prompt");
  const golden = parts.need("golden_set");
  const judge = parts.find("judge");
  const settings = parts.find("generation_settings");
  const name = endpoint.model;
  return planRun({
    endpoint: endpoint.url,
    prompt: parsePrompt(withData(prompt.files)),
    model: readModel(parts.find("model"), name),
    settings: settings === null ? {} : readCallSettings(parseYaml(textOf(settings), settings.ref)),
    cases: readGoldenSet(textOf(golden), golden.ref),
    judge: judge === null ? null : readJudge(judge, endpoint),
    repeats: request.repeats,
    evidence: parts.evidence,
  });
}

type Part = { ref: string; digest: string; files: { path: string; text: string | null }[] };

async function readParts(db: Reader, { projectId, releaseId, underReleaseId }: PlanRequest) {
  const own = await db.releaseComponent.findMany({ where: { projectId, releaseId } });
  const under =
    underReleaseId === null
      ? own
      : await db.releaseComponent.findMany({ where: { projectId, releaseId: underReleaseId } });
  const rows = [
    ...own.filter(({ kind }) => !MEASURING.includes(kind)),
    ...under.filter(({ kind }) => MEASURING.includes(kind)),
  ];
  const texts = await loadFileTexts(
    db,
    rows.map((row) => row.artifactVersionId),
  );
  const partOf = (kind: string): Part | null => {
    const found = rows.filter((row) => row.kind === kind);
    if (found.length > 1)
      throw new AppError(
        "invalid-artifact",
        `The release has ${found.length} parts of the kind ${kind}; the runner reads one.`,
      );
    const [row] = found;
    if (row === undefined) return null;
    const files = texts.filter((file) => file.artifactVersionId === row.artifactVersionId);
    return { ref: refOf(row), digest: row.digest, files };
  };
  return {
    find: partOf,
    need: (kind: string): Part => {
      const part = partOf(kind);
      if (part === null)
        throw new AppError(
          "invalid-artifact",
          `The release has no ${kind.replace("_", " ")}, so there is nothing to run.`,
        );
      return part;
    },
    evidence: Object.fromEntries(rows.map((row) => [row.kind, { ref: refOf(row), digest: row.digest }])),
  };
}

function textOf({ ref, files }: Part): string {
  const texts = files.map((file) => file.text);
  if (texts.some((text) => text === null))
    throw new AppError("invalid-artifact", `${ref} is no text of at most 256 KiB.`);
  return texts.join("\n");
}

function readModel(model: Part | null, fallback: string | null): RunModel {
  const file = model === null ? null : readModelFile(withFields(model));
  const name = file?.name ?? fallback;
  if (name === null) {
    throw new AppError(
      "not-configured",
      "No name says which model to ask. Set EVAL_MODEL, or let the model's file say servedAs.",
    );
  }
  return { name, price: priceOf(name, file?.price ?? null) };
}

/** A judge that names its model is asked by that name: another one gives other scores under the same evidence. */
function readJudge(judge: Part, { judgeModel, model }: EvalEndpoint): RunPlan["judge"] {
  const { rubric, price, ...file } = readJudgeFile(withFields(judge));
  const name = file.name ?? judgeModel ?? model;
  if (name === null)
    throw new AppError("not-configured", "No name says which model judges. Set EVAL_JUDGE_MODEL.");
  return { rubric, model: { name, price: priceOf(name, price) } };
}

function withFields({ ref, files }: Part) {
  return { ref, files: withData(files) };
}
