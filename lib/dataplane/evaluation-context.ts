import { isRecord } from "./otlp-attributes.ts";
import { decodeUtf8, isStorableText, parseStrictJson } from "./strict-json.ts";

export type ContextErrorCode = "PARSE_ERROR" | "TARGETING_KEY_MISSING" | "INVALID_CONTEXT";
export type EvaluationSubject =
  | { ok: true; subject: string; requestId: string | null }
  | { ok: false; errorCode: ContextErrorCode; errorDetails: string };

const LIMITS = { maxDepth: 32, maxKeys: 10_000 };
const MAX_SUBJECT_BYTES = 1_024;

/**
 * readSubject reads the targeting key from the body of an OFREP request. It is always required, so that a gateway
 * that forgot it learns so before the first canary and not during it.
 */
export function readSubject(body: Uint8Array): EvaluationSubject {
  const text = decodeUtf8(body);
  const parsed = text === null ? null : parseStrictJson(text, LIMITS);
  if (parsed === null || !parsed.ok) {
    return refuse(
      "PARSE_ERROR",
      parsed === null ? "The body is not UTF-8." : `The body was refused: ${parsed.problem}.`,
    );
  }
  if (!isRecord(parsed.value)) return refuse("PARSE_ERROR", "The body is not a JSON object.");
  const context = parsed.value.context ?? {};
  if (!isRecord(context)) return refuse("INVALID_CONTEXT", "context is not an object.");
  const subject = context.targetingKey;
  if (subject === undefined || subject === null || subject === "") {
    return refuse(
      "TARGETING_KEY_MISSING",
      "Send context.targetingKey: who or what the answer has to stay the same for.",
    );
  }
  if (typeof subject !== "string") return refuse("INVALID_CONTEXT", "context.targetingKey is not a string.");
  if (Buffer.byteLength(subject) > MAX_SUBJECT_BYTES) {
    return refuse("INVALID_CONTEXT", "context.targetingKey is longer than 1,024 bytes.");
  }
  if (!isStorableText(subject))
    return refuse("INVALID_CONTEXT", "context.targetingKey is not well-formed text.");
  return { ok: true, subject, requestId: readRequestId(context.requestId) };
}

/** A request may be named, so that it may be sampled for shadow; a name that cannot be used is none. */
function readRequestId(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= MAX_SUBJECT_BYTES ? value : null;
}

function refuse(errorCode: ContextErrorCode, errorDetails: string): EvaluationSubject {
  return { ok: false, errorCode, errorDetails };
}
