import type { EvaluationRow } from "../db/traces/trace-rows.ts";
import { sha256Hex } from "../domain/digest.ts";
import { redactText } from "../domain/redaction/redact-text.ts";
import { findFact, readTextFact } from "./attribute-aliases.ts";
import { BadItem } from "./bad-item.ts";
import type { Attributes } from "./otlp-attributes.ts";
import { truncateText } from "./received-span.ts";
import { redactLabel } from "./redact-label.ts";
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
const MAX_READ_LENGTH = 65_536;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** mapEvaluation turns a score into a row whose origin is not known yet. Throws BadItem without a name, or with a score that is no number. */
export function mapEvaluation(
  attributes: Attributes,
  evaluatedAt: Date,
  answer: EvaluatedAnswer,
  sender: Sender,
): EvaluationRow {
  const name = readTextFact("evaluationName", MAX_LABEL_LENGTH, attributes);
  if (name !== null && CONTROL_CHARACTER.test(name)) {
    throw new BadItem(
      "bad-evaluation",
      "gen_ai.evaluation.name has a line break or another control character.",
    );
  }
  if (name === null) throw new BadItem("bad-evaluation", "gen_ai.evaluation.name is missing.");
  const score = findFact("evaluationScore", attributes);
  if (score !== null && typeof score !== "number") {
    throw new BadItem("bad-evaluation", "gen_ai.evaluation.score.value is not a number.");
  }
  const explanation = findFact("evaluationExplanation", attributes);
  const content = {
    name: redactLabel(name),
    score,
    label: redacted(readTextFact("evaluationLabel", MAX_LABEL_LENGTH, attributes)),
    explanation:
      typeof explanation === "string"
        ? truncateText(redactText(truncateText(explanation, MAX_READ_LENGTH)), MAX_EXPLANATION_LENGTH)
        : null,
    errorType: redacted(readTextFact("errorType", MAX_LABEL_LENGTH, attributes)),
  };
  if (content.score === null && content.label === null && content.errorType === null) {
    throw new BadItem("bad-evaluation", "An evaluation has neither a score nor a label nor an error.");
  }
  return {
    ...content,
    ...answer,
    origin: null,
    evaluatedAt,
    evaluationId: sha256Hex(JSON.stringify([content, answer])).slice(0, 32),
    projectId: sender.projectId,
    keyId: sender.keyId,
    receivedAt: sender.receivedAt,
  };
}

function redacted(text: string | null): string | null {
  return text === null ? null : redactLabel(text);
}
