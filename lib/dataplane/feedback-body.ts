import { z } from "zod";
import type { EvaluationRow } from "../db/traces/trace-rows.ts";
import { sha256Hex } from "../domain/digest.ts";
import { redactText } from "../domain/redaction/redact-text.ts";
import type { Sender } from "./sender.ts";
import { isStorableText } from "./strict-json.ts";

const text = (maxLength: number) =>
  z.string().min(1).max(maxLength).refine(isStorableText, "has a character that cannot be stored");

/** What a gateway may send to /v1/feedback: at least one of the three, about one request. */
export const feedbackSchema = z
  .strictObject({
    requestId: text(256),
    thumbs: z.enum(["up", "down"]).optional(),
    taskCompleted: z.boolean().optional(),
    escalated: z.boolean().optional(),
    comment: text(4_096).optional(),
  })
  .refine(
    ({ thumbs, taskCompleted, escalated }) =>
      [thumbs, taskCompleted, escalated].some((value) => value !== undefined),
    "Say at least one of thumbs, taskCompleted and escalated.",
  );
export type Feedback = z.infer<typeof feedbackSchema>;

/**
 * toFeedbackRows makes scores of feedback, 1 for what was said and 0 for its contrary, so that it is counted and shown
 * as scores are. The id is of what was said about which request: saying it again makes the same one.
 */
export function toFeedbackRows(feedback: Feedback, sender: Sender): EvaluationRow[] {
  const { requestId, thumbs, taskCompleted, escalated, comment } = feedback;
  const said = [
    { name: "feedback.thumbs", score: thumbs === undefined ? undefined : Number(thumbs === "up") },
    {
      name: "feedback.task_completed",
      score: taskCompleted === undefined ? undefined : Number(taskCompleted),
    },
    { name: "feedback.escalated", score: escalated === undefined ? undefined : Number(escalated) },
  ];
  const { projectId, keyId, receivedAt } = sender;
  return said.flatMap(({ name, score }) => {
    if (score === undefined) return [];
    const evaluationId = sha256Hex(JSON.stringify([requestId, name, score])).slice(0, 32);
    return {
      ...{ projectId, keyId, requestId, responseId: null, traceId: null, spanId: null, evaluationId },
      ...{ name, score, label: name === "feedback.thumbs" ? (thumbs ?? null) : null, errorType: null },
      explanation: comment === undefined ? null : redactText(comment),
      ...{ evaluatedAt: receivedAt, receivedAt, origin: null },
    };
  });
}
