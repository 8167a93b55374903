import { z } from "zod";
import type { ArtifactText } from "../../domain/artifacts/artifact-kind.ts";
import { AppError } from "../../domain/errors.ts";
import { splitFrontMatter } from "../../domain/prompts/split-front-matter.ts";
import type { RunPrice } from "./plan-types.ts";

const usd = z.number().nonnegative();
const price = z.object({ inputUsdPerMillionTokens: usd, outputUsdPerMillionTokens: usd });
const name = z.string().trim().min(1).max(200);
const modelFile = z.looseObject({
  servedAs: name.optional(),
  provider: z.unknown().optional(),
  registryUri: z.unknown().optional(),
  model: name.optional(),
  price: price.optional(),
});

/** What a model's or a judge's file says of how it is asked; null where it says nothing. */
export type NamedModel = { name: string | null; price: RunPrice | null };
export type JudgeFile = NamedModel & { rubric: string };
type Named = { ref: string; files: readonly ArtifactText[] };

/** Where a judge that is data keeps its words. */
const RUBRIC_FIELDS = ["rubric", "prompt", "template", "instructions", "criteria"];

/**
 * readModelFile reads which name a model is asked by (`servedAs`, or a provider's own `model`) and its price. Throws
 * `invalid-artifact` with the field.
 */
export function readModelFile({ ref, files }: Named): NamedModel {
  const data = readFields(ref, files);
  const isHosted = data.provider !== undefined && data.registryUri === undefined;
  return { name: data.servedAs ?? (isHosted ? data.model : undefined) ?? null, price: data.price ?? null };
}

/**
 * readJudgeFile reads a judge's rubric, and in its front matter the model that judges and what that costs. The front
 * matter is not told to the judge. Throws `invalid-artifact` with the field, or where it is not text.
 */
export function readJudgeFile({ ref, files }: Named): JudgeFile {
  const data = readFields(ref, files);
  const rubric = files.map((file) => rubricOf(ref, file)).join("\n");
  return { rubric, name: data.servedAs ?? data.model ?? null, price: data.price ?? null };
}

function readFields(ref: string, files: readonly ArtifactText[]): z.output<typeof modelFile> {
  const problem = files.find((file) => file.dataProblem !== undefined)?.dataProblem;
  if (problem !== undefined) throw new AppError("invalid-artifact", `${ref}: ${problem.message}`);
  const records = files.flatMap(({ data }) => (isRecord(data) ? [data] : []));
  const read = modelFile.safeParse(Object.assign({}, ...records));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new AppError(
    "invalid-artifact",
    `${ref} cannot be used: ${issue?.path.join(".")}: ${issue?.message}.`,
  );
}

function rubricOf(ref: string, { text, path, data }: ArtifactText): string {
  if (text === null) throw new AppError("invalid-artifact", `${ref} is no text of at most 256 KiB.`);
  if (!/\.(ya?ml|json)$/i.test(path)) return splitFrontMatter(text)?.body ?? text;
  const field = isRecord(data) ? RUBRIC_FIELDS.find((key) => typeof data[key] === "string") : undefined;
  return isRecord(data) && field !== undefined ? String(data[field]) : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
