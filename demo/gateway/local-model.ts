import { createHash } from "node:crypto";

/** What the demo's model answers, with the figures that a real one would report. */
export type ModelAnswer = {
  text: string;
  responseId: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
};

const USD_PER_INPUT_TOKEN = 0.000_000_15;
const USD_PER_OUTPUT_TOKEN = 0.000_000_6;

/**
 * answerLocally stands for a model without a network: the same release and question always give the same answer,
 * and another release gives another one. Tokens are counted as words.
 */
export function answerLocally(releaseId: string, requestId: string, question: string): ModelAnswer {
  const digest = createHash("sha256").update(`${releaseId}\n${question}`).digest();
  const failures = digest.readUInt8(0) % 9;
  const minutes = 5 + (digest.readUInt8(1) % 40);
  const text = `The queue holds about ${minutes} minutes. There were ${failures} recent failures, so expect your deploy after that.`;
  const inputTokens = 380 + question.split(/\s+/).length;
  const outputTokens = text.split(/\s+/).length;
  return {
    text,
    responseId: `resp_${createHash("sha256").update(`${releaseId}\n${requestId}`).digest("hex").slice(0, 16)}`,
    inputTokens,
    outputTokens,
    costUsd: inputTokens * USD_PER_INPUT_TOKEN + outputTokens * USD_PER_OUTPUT_TOKEN,
  };
}
