import type { EvaluationRow } from "../db/traces/trace-rows.ts";
import { sha256Hex } from "../domain/digest.ts";
import { findFact, readTextFact } from "./attribute-aliases.ts";
import { BadItem } from "./bad-item.ts";
import type { Attributes } from "./otlp-attributes.ts";
import { truncateText } from "./received-span.ts";
import type { Sender } from "./sender.ts";

export const EVALUATION_EVENT = "gen_ai.evaluation.result";

/** Which answer a score is about; `requestId` is the best id that is known. */
export type EvaluatedAnswer = {
  requestId: string;
  responseId: string | null;
  traceId: string | null;
  spanId: string | null;
};

const MAX_LABEL_LENGTH = 256;
const MAX_EXPLANATION_LENGTH = 4_096;

/** mapEvaluation turns a score into a row. Throws BadItem without a name, or with a score that is no number. */
export function mapEvaluation(
  attributes: Attributes,
  evaluatedAt: Date,
  answer: EvaluatedAnswer,
  sender: Sender,
): EvaluationRow {
  const name = readTextFact("evaluationName", MAX_LABEL_LENGTH, attributes);
  if (name === null) throw new BadItem("bad-evaluation", "gen_ai.evaluation.name is missing.");
  const score = findFact("evaluationScore", attributes);
  if (score !== null && typeof score !== "number") {
    throw new BadItem("bad-evaluation", "gen_ai.evaluation.score.value is not a number.");
  }
  const explanation = findFact("evaluationExplanation", attributes);
  const content = {
    name,
    score,
    label: readTextFact("evaluationLabel", MAX_LABEL_LENGTH, attributes),
    explanation: typeof explanation === "string" ? truncateText(explanation, MAX_EXPLANATION_LENGTH) : null,
    errorType: readTextFact("errorType", MAX_LABEL_LENGTH, attributes),
  };
  if (content.score === null && content.label === null && content.errorType === null) {
    throw new BadItem("bad-evaluation", "An evaluation has neither a score nor a label nor an error.");
  }
  return {
    ...content,
    ...answer,
    evaluatedAt,
    evaluationId: sha256Hex(JSON.stringify([content, answer])).slice(0, 32),
    projectId: sender.projectId,
    keyId: sender.keyId,
    receivedAt: sender.receivedAt,
  };
}
