import { readTextFact } from "./attribute-aliases.ts";
import { BadItem } from "./bad-item.ts";
import { EVALUATION_EVENT, type EvaluatedAnswer } from "./map-evaluation.ts";
import { type Attributes, isRecord, readAttributes } from "./otlp-attributes.ts";
import { checkTime, isEmptyId, readId, readNanos } from "./received-span.ts";

/** A log record that is a score of an answer. */
export type ReceivedEvaluation = { at: Date; attributes: Attributes; answer: EvaluatedAnswer };

const MAX_ID_LENGTH = 256;

/** readLoggedEvaluation reads a log record; null when it is anything but an evaluation result. Throws BadItem when no id says which answer it is about. */
export function readLoggedEvaluation(value: unknown, now: Date): ReceivedEvaluation | null {
  if (!isRecord(value)) throw new BadItem("malformed", "A log record is not an object.");
  const attributes = readAttributes(value.attributes);
  const name =
    typeof value.eventName === "string" && value.eventName !== ""
      ? value.eventName
      : attributes.get("event.name");
  if (name !== EVALUATION_EVENT) return null;
  const at = checkTime(
    readNanos(isSet(value.timeUnixNano) ? value.timeUnixNano : value.observedTimeUnixNano, "timeUnixNano"),
    now,
  );
  return { at, attributes, answer: readAnswer(value, attributes) };
}

function isSet(nanos: unknown): boolean {
  return nanos !== undefined && nanos !== 0 && nanos !== "0";
}

function readAnswer(value: Record<string, unknown>, attributes: Attributes): EvaluatedAnswer {
  const responseId = readTextFact("responseId", MAX_ID_LENGTH, attributes);
  const traceId = isEmptyId(value.traceId) ? null : readId(value.traceId, 16, "traceId");
  const spanId = isEmptyId(value.spanId) ? null : readId(value.spanId, 8, "spanId");
  const requestId = readTextFact("requestId", MAX_ID_LENGTH, attributes) ?? responseId ?? traceId;
  if (requestId === null) {
    throw new BadItem("bad-id", "An event names neither a request, nor a response, nor a trace.");
  }
  return { requestId, responseId, traceId, spanId };
}
