import { z } from "zod";
import { AppError } from "../../domain/errors.ts";

/** How answers are drawn. What is not given is the endpoint's own default. */
export type CallSettings = {
  temperature?: number;
  topP?: number;
  topK?: number;
  maxOutputTokens?: number;
  seed?: number;
  stopSequences?: string[];
  presencePenalty?: number;
  frequencyPenalty?: number;
};

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(16)]);
const count = z.int().min(1).max(1_000_000);
const penalty = z.number().min(-2).max(2);

const fields = z.looseObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: count.optional(),
  maxOutputTokens: count.optional(),
  maxTokens: count.optional(),
  seed: z.int().optional(),
  stop: texts.optional(),
  stopSequences: texts.optional(),
  presencePenalty: penalty.optional(),
  frequencyPenalty: penalty.optional(),
});

/** readCallSettings reads generation settings, in camelCase or snake_case. Throws `invalid-artifact` with the field. */
export function readCallSettings(value: unknown): CallSettings {
  const named = Object.entries(typeof value === "object" && value !== null ? value : {});
  const camel = named.map(([name, one]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    one,
  ]);
  const read = fields.safeParse(Object.fromEntries(camel));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new AppError(
      "invalid-artifact",
      `The generation settings cannot be used: ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }
  const { maxTokens, stop, temperature, topP, topK, seed, presencePenalty, frequencyPenalty } = read.data;
  const all = {
    ...{ temperature, topP, topK, seed, presencePenalty, frequencyPenalty },
    maxOutputTokens: read.data.maxOutputTokens ?? maxTokens,
    stopSequences: read.data.stopSequences ?? stop,
  };
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined));
}
