import type {
  EvaluationRow,
  FeatureReadRow,
  InferenceCallRow,
  PayloadRow,
  PromptUse,
  ScoreOrigin,
} from "../db/traces/trace-rows.ts";
import type { CallClaim } from "../domain/assignments/attribute-call.ts";
import { sha256Hex } from "../domain/digest.ts";
import { REPORTED_ARMS, type ReportedArm } from "../domain/lineage/request-record.ts";
import { type Fact, findFact, readCountFact, readNumberFact, readTextFact } from "./attribute-aliases.ts";
import { attributeSpan } from "./attribute-span.ts";
import { BadItem } from "./bad-item.ts";
import { findReleaseClaim } from "./find-release-claim.ts";
import { keepAttributes } from "./kept-attributes.ts";
import { EVALUATION_EVENT, mapEvaluation } from "./map-evaluation.ts";
import { FEATURE_READ_EVENT, mapFeatureRead } from "./map-feature-read.ts";
import { readOutput } from "./map-output.ts";
import type { Attributes } from "./otlp-attributes.ts";
import { readPromptUse } from "./read-prompt-use.ts";
import type { ReceivedSpan } from "./received-span.ts";
import { redactLabel } from "./redact-label.ts";
import type { SpanSender } from "./sender.ts";

/** The rows of one span. `call.releaseId` is still null: whether the claim is a release of the project is looked up per batch. */
export type MappedSpan = {
  call: InferenceCallRow;
  featureReads: FeatureReadRow[];
  evaluations: EvaluationRow[];
  payloads: PayloadRow[];
  /** What its scores count for; shared by them, so that the release is filled in once. */
  origin: ScoreOrigin;
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
export function mapSpan(span: ReceivedSpan, sender: SpanSender): MappedSpan {
  const responseId = readTextFact("responseId", MAX_ID_LENGTH, span.attributes);
  const requestId = readTextFact("requestId", MAX_ID_LENGTH, span.attributes) ?? responseId ?? span.traceId;
  const warnings: string[] = [];
  const answer = { requestId, responseId, traceId: span.traceId, spanId: span.spanId };
  const prompt = readPromptUse(span.attributes, span.resource);
  if (prompt.warning !== null) warnings.push(prompt.warning);
  const output = readOutput(span.attributes);
  const call = mapCall(span, requestId, responseId, sender, prompt.use);
  call.outputDigest = output?.digest ?? null;
  const origin = { environment: call.environment, releaseId: null, arm: call.arm, region: call.region };
  const place = { projectId: sender.projectId, requestId, startedAt: span.startedAt, spanId: span.spanId };
  const mapped: MappedSpan = { call, featureReads: [], evaluations: [], payloads: [], origin, warnings };
  if (output !== null) {
    const { receivedAt } = sender;
    mapped.payloads.push({ ...place, kind: "output", position: 0, content: output.content, receivedAt });
  }
  for (const [position, event] of span.events.entries()) {
    if (event.name === EVALUATION_EVENT) {
      const evaluation = mapEvaluation(event.attributes, event.at, answer, sender);
      mapped.evaluations.push({ ...evaluation, origin });
    } else if (event.name === FEATURE_READ_EVENT) {
      const read = mapFeatureRead(event, { ...answer, startedAt: span.startedAt, position }, sender);
      if (read.ok) {
        mapped.featureReads.push(read.row);
        if (read.payload !== null) mapped.payloads.push(read.payload);
      } else {
        warnings.push(read.warning);
      }
    }
  }
  return mapped;
}

function mapCall(
  span: ReceivedSpan,
  requestId: string,
  responseId: string | null,
  sender: SpanSender,
  prompt: PromptUse,
): InferenceCallRow {
  const { attributes, resource } = span;
  const claim = attributeSpan(readClaim(span, sender), attributes, sender);
  const operation = readLabel("operation", 64, attributes);
  const model = readLabel("model", MAX_ID_LENGTH, attributes);
  const inputTokens = readCountFact("inputTokens", attributes);
  const ttftSeconds = readNumberFact("ttftSeconds", MAX_TTFT_SECONDS, attributes);
  const errorType = readLabel("errorType", MAX_ID_LENGTH, attributes);
  // Field by field: spread into an object of this size, V8 makes a dictionary of it, ten times as slow.
  return {
    projectId: sender.projectId,
    keyId: sender.keyId,
    receivedAt: sender.receivedAt,
    requestId,
    responseId,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    environment: claim.environment,
    releaseId: null,
    claimedRelease: claim.releaseId,
    isAssigned: claim.isAssigned,
    outputDigest: null,
    arm: claim.arm,
    subjectHash: claim.subjectHash,
    region: readLabel("region", 64, attributes, resource),
    spanName: redactLabel(span.name),
    operation,
    isInference: isInference(operation, model !== null && inputTokens !== null),
    provider: readLabel("provider", 128, attributes),
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
    promptDigest: prompt.promptDigest,
    promptName: prompt.promptName,
    serviceName: prompt.serviceName,
  };
}

function readClaim(span: ReceivedSpan, sender: SpanSender): CallClaim {
  const { claimedRelease, environment } = findReleaseClaim(span, sender);
  return {
    environment,
    releaseId: claimedRelease,
    arm: readArm(span.attributes),
    subjectHash: readSubjectHash(span.attributes),
    startedAt: span.startedAt,
  };
}

function readLabel(
  fact: Fact,
  maxLength: number,
  attributes: Attributes,
  others?: Attributes,
): string | null {
  const text = readTextFact(fact, maxLength, attributes, others);
  return text === null ? null : redactLabel(text);
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
  const hash = readTextFact("subjectHash", 128, attributes);
  if (hash === null) return subject === null ? null : sha256Hex(subject);
  // Who sends the subject itself as its hash (an e-mail address) shall not find it stored.
  return redactLabel(hash) === hash ? hash : sha256Hex(hash);
}
