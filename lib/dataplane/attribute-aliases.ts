import { BadItem } from "./bad-item.ts";
import type { Attributes, AttributeValue } from "./otlp-attributes.ts";

/** Under which names a fact may arrive: the current convention first, then what older and other SDKs send. */
export const ALIASES = {
  requestId: ["request.id"],
  responseId: ["gen_ai.response.id"],
  releaseVariant: ["feature_flag.result.variant", "feature_flag.variant"],
  releaseId: ["release.id"],
  arm: ["release.arm"],
  flagKey: ["feature_flag.key"],
  flagSet: ["feature_flag.set.id"],
  subject: ["feature_flag.context.id"],
  subjectHash: ["subject.hash"],
  environment: ["deployment.environment.name", "deployment.environment"],
  region: ["cloud.region", "region"],
  provider: ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"],
  operation: ["gen_ai.operation.name", "openinference.span.kind"],
  model: ["gen_ai.response.model", "gen_ai.request.model", "llm.model_name"],
  inputTokens: ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt"],
  outputTokens: [
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
  ],
  ttftSeconds: ["gen_ai.response.time_to_first_chunk"],
  costUsd: ["llm.cost.total", "gen_ai.usage.cost"],
  errorType: ["error.type"],
  promptDigest: ["prompt.digest"],
  promptName: ["gen_ai.prompt.name", "llm.prompt_template.version", "prompt.id"],
  serviceName: ["service.name"],
  evaluationName: ["gen_ai.evaluation.name", "evaluation.name"],
  evaluationScore: ["gen_ai.evaluation.score.value", "evaluation.score"],
  evaluationLabel: ["gen_ai.evaluation.score.label", "evaluation.label"],
  evaluationExplanation: ["gen_ai.evaluation.explanation", "evaluation.explanation"],
} as const satisfies Record<string, readonly string[]>;

export type Fact = keyof typeof ALIASES;

/** findFact returns the first value that any of a fact's names has, in the second set where the first has none. */
export function findFact(fact: Fact, attributes: Attributes, others?: Attributes): AttributeValue {
  for (const name of ALIASES[fact]) {
    const value = attributes.get(name);
    if (value !== undefined && value !== null) return value;
  }
  return others === undefined ? null : findFact(fact, others);
}

/** readTextFact reads a short text; the empty text counts as absent. Throws BadItem when it is longer or no text. */
export function readTextFact(
  fact: Fact,
  maxLength: number,
  attributes: Attributes,
  others?: Attributes,
): string | null {
  const value = findFact(fact, attributes, others);
  if (value === null || value === "") return null;
  if (typeof value !== "string") throw new BadItem("bad-attribute", `${ALIASES[fact][0]} is not a text.`);
  if (value.length > maxLength)
    throw new BadItem("too-long", `${ALIASES[fact][0]} is longer than ${maxLength}.`);
  return value;
}

/** readNumberFact reads a number between 0 and `max`. Throws BadItem outside of that. */
export function readNumberFact(fact: Fact, max: number, attributes: Attributes): number | null {
  const value = findFact(fact, attributes);
  if (value === null) return null;
  if (typeof value !== "number" || value < 0 || value > max) {
    throw new BadItem("out-of-range", `${ALIASES[fact][0]} is not a number from 0 to ${max}.`);
  }
  return value;
}

/** readCountFact reads a whole number that fits a Postgres integer. Throws BadItem otherwise. */
export function readCountFact(fact: Fact, attributes: Attributes): number | null {
  const value = readNumberFact(fact, 2_147_483_647, attributes);
  if (value !== null && !Number.isInteger(value)) {
    throw new BadItem("out-of-range", `${ALIASES[fact][0]} is not a whole number.`);
  }
  return value;
}
