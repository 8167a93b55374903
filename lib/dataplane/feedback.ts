import type { IncomingMessage } from "node:http";
import type pg from "pg";
import type { Logger } from "pino";
import { insertFeedback } from "../db/traces/insert-feedback.ts";
import { assertNever } from "../domain/assert-never.ts";
import type { ProblemCode } from "../domain/errors.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { Authenticator } from "./authenticate.ts";
import { feedbackSchema, toFeedbackRows } from "./feedback-body.ts";
import { type Answer, emptyAnswer, problemAnswer } from "./http-answer.ts";
import type { IngestLimits } from "./ingest-limits.ts";
import type { DataPlaneMetrics } from "./metrics.ts";
import { BadBody, mediaTypeOf, readBody } from "./read-body.ts";
import { decodeUtf8, parseStrictJson } from "./strict-json.ts";

export type FeedbackDeps = {
  authenticate: Authenticator;
  snapshot: AllocationSnapshot;
  pool: pg.Pool;
  limits: IngestLimits;
  metrics: DataPlaneMetrics;
  logger: Logger;
  now: () => Date;
};

const BODY_LIMIT_BYTES = 64 * 1024;
const JSON_LIMITS = { maxDepth: 2, maxKeys: 20 };
const CLOSE = { connection: "close" };
const RETRY = { "retry-after": "1" };

/** handleFeedback stores what somebody said about an answer, and answers 204 after the commit; the same again too. */
export async function handleFeedback(deps: FeedbackDeps, request: IncomingMessage): Promise<Answer> {
  const authentication = await deps.authenticate(request.headers, "traces:write");
  switch (authentication.outcome) {
    case "unauthenticated":
      return problemAnswer("unauthenticated", { "www-authenticate": "Bearer", ...CLOSE });
    case "missing-scope":
      return problemAnswer("insufficient-scope", CLOSE);
    case "unavailable":
      return problemAnswer("unavailable", { ...RETRY, ...CLOSE });
    case "allowed":
      break;
    default:
      return assertNever(authentication);
  }
  const { key } = authentication;
  const body = await readFeedback(request);
  if (typeof body === "string") return problemAnswer(body, CLOSE);
  const feedback = feedbackSchema.safeParse(body.value);
  if (!feedback.success) return problemAnswer("invalid");
  const seconds = await deps.limits.secondsToWait(key.id, 1);
  if (seconds > 0) return problemAnswer("too-many-requests", { "retry-after": String(seconds) });
  const rows = toFeedbackRows(feedback.data, {
    ...{ projectId: key.projectId, projectSlug: deps.snapshot.projectSlug(key.projectId), keyId: key.id },
    ...{ environment: key.environment, receivedAt: deps.now() },
  });
  try {
    await insertFeedback(deps.pool, rows);
    deps.metrics.countItems("feedback", rows.length, 0);
    return emptyAnswer(204);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    deps.logger.error({ code }, "feedback could not be stored");
    return problemAnswer("unavailable", RETRY);
  }
}

async function readFeedback(request: IncomingMessage): Promise<{ value: unknown } | ProblemCode> {
  if (mediaTypeOf(request) !== "application/json") return "unsupported-media-type";
  try {
    const text = decodeUtf8(await readBody(request, BODY_LIMIT_BYTES));
    const parsed = text === null ? null : parseStrictJson(text, JSON_LIMITS);
    return parsed?.ok === true ? { value: parsed.value } : "malformed-json";
  } catch (error) {
    if (!(error instanceof BadBody)) throw error;
    switch (error.problem) {
      case "too-large":
        return "too-large";
      case "unsupported-encoding":
        return "unsupported-media-type";
      case "bad-encoding":
      case "aborted":
        return "malformed-json";
      default:
        return assertNever(error.problem);
    }
  }
}
