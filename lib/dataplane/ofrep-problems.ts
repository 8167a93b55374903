import { assertNever } from "../domain/assert-never.ts";
import { type Answer, jsonAnswer } from "./http-answer.ts";
import type { BadBody } from "./read-body.ts";

const CLOSE = { connection: "close" };

/** wrongMediaType refuses a body that is not JSON; `flagKey` null is the bulk evaluation. */
export function wrongMediaType(flagKey: string | null): Answer {
  return problem(415, flagKey, "GENERAL", "Send the body as application/json.");
}

/** answerBadBody says in OFREP's shape why a body could not be read. */
export function answerBadBody(error: BadBody, flagKey: string | null): Answer {
  switch (error.problem) {
    case "too-large":
      return problem(413, flagKey, "GENERAL", "The body is larger than 256 KiB.", CLOSE);
    case "unsupported-encoding":
      return problem(415, flagKey, "GENERAL", "Send the body as it is or with gzip.", CLOSE);
    case "bad-encoding":
    case "aborted":
      return problem(400, flagKey, "PARSE_ERROR", "The body could not be read.", CLOSE);
    default:
      return assertNever(error.problem);
  }
}

function problem(
  status: number,
  flagKey: string | null,
  errorCode: string,
  errorDetails: string,
  headers: Record<string, string> = {},
): Answer {
  const named = flagKey === null ? {} : { key: flagKey };
  return jsonAnswer(status, { ...named, errorCode, errorDetails }, headers);
}
