import type { IncomingMessage } from "node:http";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import { assertNever } from "../domain/assert-never.ts";
import { sha256Hex } from "../domain/digest.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { Authenticator } from "./authenticate.ts";
import { matchesTag } from "./entity-tag.ts";
import { evaluateFlag } from "./evaluate-flag.ts";
import { readSubject } from "./evaluation-context.ts";
import { type Answer, emptyAnswer, jsonAnswer } from "./http-answer.ts";
import { BadBody, mediaTypeOf, readBody } from "./read-body.ts";
import { isVisible } from "./served-flags.ts";
import { markStale } from "./stale-header.ts";

/** The address of the bulk evaluation; a flag's key follows after a slash for a single one. */
export const OFREP_PATH = "/ofrep/v1/evaluate/flags";

export type OfrepDeps = { authenticate: Authenticator; snapshot: AllocationSnapshot };

const BODY_LIMIT_BYTES = 256 * 1024;

/** flagKeyOf returns the key in an address, null for the bulk address; "" when it cannot be decoded, which no flag has. */
export function flagKeyOf(pathname: string): string | null {
  const rest = pathname.slice(OFREP_PATH.length);
  if (rest === "" || rest === "/") return null;
  try {
    return decodeURIComponent(rest.slice(1));
  } catch {
    return "";
  }
}

/** handleOfrep answers one evaluation (with a key) or all of them (without), from memory alone. */
export async function handleOfrep(
  deps: OfrepDeps,
  request: IncomingMessage,
  flagKey: string | null,
): Promise<Answer> {
  const authentication = await deps.authenticate(request.headers, "flags:evaluate");
  switch (authentication.outcome) {
    case "unauthenticated":
      return emptyAnswer(401, { "www-authenticate": "Bearer" });
    case "missing-scope":
      return emptyAnswer(403);
    case "unavailable":
      return jsonAnswer(500, {
        errorDetails: "The key cannot be checked while the database is away; try again.",
      });
    case "allowed":
      return evaluate(deps.snapshot, request, authentication.key, flagKey);
    default:
      return assertNever(authentication);
  }
}

async function evaluate(
  snapshot: AllocationSnapshot,
  request: IncomingMessage,
  key: KeyPrincipal,
  flagKey: string | null,
): Promise<Answer> {
  const named = flagKey === null ? {} : { key: flagKey };
  if (mediaTypeOf(request) !== "application/json") {
    return jsonAnswer(415, {
      ...named,
      errorCode: "GENERAL",
      errorDetails: "Send the body as application/json.",
    });
  }
  const body = await readBody(request, BODY_LIMIT_BYTES).catch(asBadBody);
  if (body instanceof BadBody) return answerBadBody(body, named);
  const context = readSubject(body);
  if (!context.ok) {
    return jsonAnswer(400, { ...named, errorCode: context.errorCode, errorDetails: context.errorDetails });
  }
  if (snapshot.ageMs() === null) {
    return jsonAnswer(500, {
      errorDetails: "The data plane has just started and has not read the allocations yet.",
    });
  }
  const answer =
    flagKey === null
      ? evaluateAll(snapshot, request, key, context.subject)
      : evaluateOne(snapshot, key, flagKey, context.subject);
  return markStale(answer, snapshot);
}

/** A flag of another project, or of an environment the key is not for, looks like one that does not exist. */
function evaluateOne(
  snapshot: AllocationSnapshot,
  key: KeyPrincipal,
  flagKey: string,
  subject: string,
): Answer {
  const flag = snapshot.findFlag(flagKey);
  const isSeen = flag !== undefined && isVisible(flag, key.projectId, key.environment);
  const evaluated = isSeen ? evaluateFlag(flag, subject, snapshot.ageMs() ?? 0) : null;
  if (evaluated !== null) return jsonAnswer(200, evaluated);
  return jsonAnswer(404, {
    key: flagKey,
    errorCode: "FLAG_NOT_FOUND",
    errorDetails: "No release is served under this key.",
  });
}

function evaluateAll(
  snapshot: AllocationSnapshot,
  request: IncomingMessage,
  key: KeyPrincipal,
  subject: string,
): Answer {
  const flags = snapshot
    .listFlags(key.projectId, key.environment)
    .flatMap((flag) => evaluateFlag(flag, subject, snapshot.ageMs() ?? 0) ?? []);
  const body = JSON.stringify({ flags });
  const etag = `"${sha256Hex(body).slice(0, 32)}"`;
  if (matchesTag(request.headers["if-none-match"], etag)) return emptyAnswer(304, { etag });
  return { status: 200, headers: { "content-type": "application/json", etag }, body };
}

function asBadBody(error: unknown): BadBody {
  if (error instanceof BadBody) return error;
  throw error;
}

function answerBadBody(error: BadBody, named: { key?: string }): Answer {
  const close = { connection: "close" };
  switch (error.problem) {
    case "too-large":
      return jsonAnswer(
        413,
        { ...named, errorCode: "GENERAL", errorDetails: "The body is larger than 256 KiB." },
        close,
      );
    case "unsupported-encoding":
      return jsonAnswer(
        415,
        { ...named, errorCode: "GENERAL", errorDetails: "Send the body as it is or with gzip." },
        close,
      );
    case "bad-encoding":
    case "aborted":
      return jsonAnswer(
        400,
        { ...named, errorCode: "PARSE_ERROR", errorDetails: "The body could not be read." },
        close,
      );
    default:
      return assertNever(error.problem);
  }
}
