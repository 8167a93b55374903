import type { EvaluationRow, FeatureReadRow, InferenceCallRow, PromptUse } from "../db/traces/trace-rows.ts";
import { sha256Hex } from "../domain/digest.ts";
import { REPORTED_ARMS, type ReportedArm } from "../domain/lineage/request-record.ts";
import { findFact, readCountFact, readNumberFact, readTextFact } from "./attribute-aliases.ts";
import { BadItem } from "./bad-item.ts";
import { findReleaseClaim } from "./find-release-claim.ts";
import { keepAttributes } from "./kept-attributes.ts";
import { EVALUATION_EVENT, mapEvaluation } from "./map-evaluation.ts";
import { FEATURE_READ_EVENT, mapFeatureRead } from "./map-feature-read.ts";
import type { Attributes } from "./otlp-attributes.ts";
import { readPromptUse } from "./read-prompt-use.ts";
import type { ReceivedSpan } from "./received-span.ts";
import type { Sender } from "./sender.ts";

/** The rows of one span. `call.releaseId` is still null: whether the claim is a release of the project is looked up per batch. */
export type MappedSpan = {
  call: InferenceCallRow;
  featureReads: FeatureReadRow[];
  evaluations: EvaluationRow[];
  /** What was left out although the span was stored, in sentences for the sender. */
  warnings: string[];
};

const MAX_ID_LENGTH = 256;
const MAX_COST_USD = 1_000_000;
const MAX_TTFT_SECONDS = 86_400;
/** A hash is compared, never read back: a longer subject is a mistake of the sender. */
const MAX_SUBJECT_LENGTH = 1_024;

/** Operations whose usage repeats that of their children, or that call no model. */
const NOT_INFERENCE = new Set([
  ...["invoke_agent", "create_agent", "invoke_workflow", "execute_tool", "retrieval", "plan"],
  ...["agent", "chain", "tool", "retriever", "reranker", "guardrail", "evaluator"],
]);
const INFERENCE = new Set(["chat", "generate_content", "text_completion", "embeddings", "llm", "embedding"]);

/** mapSpan turns a span into rows. Throws BadItem where a figure or an id cannot be stored as it is. */
export function mapSpan(span: ReceivedSpan, sender: Sender): MappedSpan {
  const responseId = readTextFact("responseId", MAX_ID_LENGTH, span.attributes);
  const requestId = readTextFact("requestId", MAX_ID_LENGTH, span.attributes) ?? responseId ?? span.traceId;
  const warnings: string[] = [];
  const origin = { requestId, responseId, traceId: span.traceId, spanId: span.spanId };
  const featureReads = span.events.flatMap((event, position) => {
    if (event.name !== FEATURE_READ_EVENT) return [];
    const mapped = mapFeatureRead(event, { ...origin, startedAt: span.startedAt, position }, sender);
    if (mapped.ok) return [mapped.row];
    warnings.push(mapped.warning);
    return [];
  });
  const evaluations = span.events
    .filter((event) => event.name === EVALUATION_EVENT)
    .map((event) => mapEvaluation(event.attributes, event.at, origin, sender));
  const prompt = readPromptUse(span.attributes, span.resource);
  if (prompt.warning !== null) warnings.push(prompt.warning);
  return {
    call: mapCall(span, requestId, responseId, sender, prompt.use),
    featureReads,
    evaluations,
    warnings,
  };
}

function mapCall(
  span: ReceivedSpan,
  requestId: string,
  responseId: string | null,
  sender: Sender,
  prompt: PromptUse,
): InferenceCallRow {
  const { attributes, resource } = span;
  const claim = findReleaseClaim(span, sender);
  const operation = readTextFact("operation", 64, attributes);
  const model = readTextFact("model", MAX_ID_LENGTH, attributes);
  const inputTokens = readCountFact("inputTokens", attributes);
  const ttftSeconds = readNumberFact("ttftSeconds", MAX_TTFT_SECONDS, attributes);
  const errorType = readTextFact("errorType", MAX_ID_LENGTH, attributes);
  return {
    ...{ projectId: sender.projectId, keyId: sender.keyId, receivedAt: sender.receivedAt },
    ...{ requestId, responseId, traceId: span.traceId, spanId: span.spanId, parentSpanId: span.parentSpanId },
    environment: claim.environment,
    releaseId: null,
    claimedRelease: claim.claimedRelease,
    arm: readArm(attributes),
    subjectHash: readSubjectHash(attributes),
    region: readTextFact("region", 64, attributes, resource),
    spanName: span.name,
    operation,
    isInference: isInference(operation, model !== null && inputTokens !== null),
    provider: readTextFact("provider", 128, attributes),
    model,
    inputTokens,
    outputTokens: readCountFact("outputTokens", attributes),
    ttftMs: ttftSeconds === null ? null : ttftSeconds * 1_000,
    latencyMs: span.latencyMs,
    costUsd: readNumberFact("costUsd", MAX_COST_USD, attributes),
    status: span.isError || errorType !== null ? "error" : "ok",
    errorType,
    attributes: keepAttributes(attributes),
    startedAt: span.startedAt,
    ...prompt,
  };
}

function isInference(operation: string | null, hasUsage: boolean): boolean {
  const name = operation?.toLowerCase();
  if (name === undefined) return hasUsage;
  return INFERENCE.has(name) || (hasUsage && !NOT_INFERENCE.has(name));
}

function readArm(attributes: Attributes): ReportedArm | null {
  const value = findFact("arm", attributes);
  if (value === null) return null;
  const arm = REPORTED_ARMS.find((known) => known === value);
  if (arm === undefined) throw new BadItem("bad-arm", "release.arm is not control, candidate or shadow.");
  return arm;
}

function readSubjectHash(attributes: Attributes): string | null {
  const subject = readTextFact("subject", MAX_SUBJECT_LENGTH, attributes);
  return readTextFact("subjectHash", 128, attributes) ?? (subject === null ? null : sha256Hex(subject));
}
