import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { checkRecords, type DataRecord, refuseAt } from "./checks/check-records.ts";
import { readFacts } from "./checks/read-facts.ts";
import type { RecordProblem } from "./checks/record-problem.ts";

/** Ranges that every known provider's API keeps within. */
const NUMBERS = [
  { names: ["temperature"], min: 0, max: 2, isInteger: false },
  { names: ["topP", "top_p"], min: 0, max: 1, isInteger: false },
  { names: ["topK", "top_k"], min: 0, max: 100_000, isInteger: true },
  {
    names: ["maxTokens", "max_tokens", "maxOutputTokens", "max_output_tokens"],
    min: 1,
    max: 10_000_000,
    isInteger: true,
  },
  { names: ["seed"], min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, isInteger: true },
  {
    names: ["presencePenalty", "presence_penalty", "frequencyPenalty", "frequency_penalty"],
    min: -2,
    max: 2,
    isInteger: false,
  },
] as const;

export const generationSettings = {
  kind: "generation_settings",
  label: "Generation settings",
  whyItChangesAnswers:
    "Temperature, token limit and stop words change length, variety and cost of every answer.",
  contentType: "application/yaml",
  readMeta: (files): ArtifactFact[] => [
    ...readFacts(files, { Temperature: "temperature", "Top p": "topP", "Max tokens": "maxTokens" }),
    ...readFacts(files, { "Top p": "top_p", "Max tokens": "max_tokens", Seed: "seed", Stop: "stop" }),
  ],
  check: (files: readonly ArtifactText[]) => checkRecords(files, checkSettings),
} as const satisfies ArtifactKind;

function checkSettings(record: DataRecord): RecordProblem[] {
  return NUMBERS.flatMap(({ names, min, max, isInteger }) =>
    names.flatMap((name): RecordProblem[] => {
      const value = record[name];
      if (value === undefined || value === null) return [];
      const isNumber =
        typeof value === "number" && (isInteger ? Number.isSafeInteger(value) : Number.isFinite(value));
      if (isNumber && value >= min && value <= max) return [];
      const what = isInteger ? "a whole number" : "a number";
      const range = name === "seed" ? "" : ` from ${min} to ${max}`;
      return [refuseAt([name], "out_of_range", `\`${name}\` has to be ${what}${range}.`)];
    }),
  );
}
