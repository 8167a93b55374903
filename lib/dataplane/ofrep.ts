import type { IncomingMessage } from "node:http";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import { assertNever } from "../domain/assert-never.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { AssignmentKeys } from "./assignment-keys.ts";
import type { Authentication, Authenticator } from "./authenticate.ts";
import { matchesTag } from "./entity-tag.ts";
import { type Asked, evaluateFlag } from "./evaluate-flag.ts";
import { readSubject } from "./evaluation-context.ts";
import { isVisible } from "./flag.ts";
import { type Answer, emptyAnswer, jsonAnswer, textAnswer } from "./http-answer.ts";
import { answerBadBody, wrongMediaType } from "./ofrep-problems.ts";
import { BadBody, mediaTypeOf, readBody } from "./read-body.ts";
import { type Signing, signAnswers, tagAnswers } from "./sign-answers.ts";
import { markStale } from "./stale-header.ts";
import type { StreamTickets } from "./stream-tickets.ts";

/** The address of the bulk evaluation; a flag's key follows after a slash for a single one. */
export const OFREP_PATH = "/ofrep/v1/evaluate/flags";

export type OfrepDeps = {
  authenticate: Authenticator;
  snapshot: AllocationSnapshot;
  assignmentKeys: AssignmentKeys;
  tickets: StreamTickets;
  now: () => Date;
};

/** Who asks what, and how the answer is signed; null where nothing signs. */
type Asking = { key: KeyPrincipal; asked: Asked; signing: Signing | null };

const BODY_LIMIT_BYTES = 256 * 1024;
/** How long a client that nobody looks at keeps its stream. */
const INACTIVITY_SECONDS = 120;

/** flagKeyOf returns the key in an address, null for the bulk address; "" when it cannot be decoded, which no flag has. */
export function flagKeyOf(pathname: string): string | null {
  const rest = pathname.slice(OFREP_PATH.length);
  if (rest === "" || rest === "/") return null;
  if (!rest.includes("%")) return rest.slice(1);
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
  const authentication =
    deps.authenticate.now(request.headers, "flags:evaluate") ??
    (await deps.authenticate(request.headers, "flags:evaluate"));
  if (authentication.outcome !== "allowed") return refuse(authentication);
  const { key } = authentication;
  if (mediaTypeOf(request) !== "application/json") return wrongMediaType(flagKey);
  const body = await readBody(request, BODY_LIMIT_BYTES).catch(asBadBody);
  if (body instanceof BadBody) return answerBadBody(body, flagKey);
  const context = readSubject(body);
  if (!context.ok) {
    const { errorCode, errorDetails } = context;
    return jsonAnswer(400, { ...(flagKey === null ? {} : { key: flagKey }), errorCode, errorDetails });
  }
  const { snapshot } = deps;
  const staleMs = snapshot.ageMs();
  if (staleMs === null) {
    const errorDetails = "The data plane has just started and has not read the allocations yet.";
    return jsonAnswer(500, { errorDetails });
  }
  const asked = { subject: context.subject, requestId: context.requestId, staleMs };
  const signer = deps.assignmentKeys(key.projectId);
  const signing = signer === null ? null : { key: signer, subject: context.subject, now: deps.now() };
  const asking = { key, asked, signing };
  const answer =
    flagKey === null ? evaluateAll(deps, request, asking) : evaluateOne(snapshot, flagKey, asking);
  return markStale(answer, snapshot);
}

function refuse(authentication: Exclude<Authentication, { outcome: "allowed" }>): Answer {
  switch (authentication.outcome) {
    case "unauthenticated":
      return emptyAnswer(401, { "www-authenticate": "Bearer" });
    case "missing-scope":
      return emptyAnswer(403);
    case "unavailable":
      return jsonAnswer(500, {
        errorDetails: "The key cannot be checked while the database is away; try again.",
      });
    default:
      return assertNever(authentication);
  }
}

/** A flag of another project, or of an environment the key is not for, looks like one that does not exist. */
function evaluateOne(snapshot: AllocationSnapshot, flagKey: string, { key, asked, signing }: Asking): Answer {
  const flag = snapshot.findFlag(flagKey);
  const isSeen = flag !== undefined && isVisible(flag, key.projectId, key.environment);
  const evaluated = isSeen ? evaluateFlag(flag, asked) : null;
  if (evaluated !== null) return textAnswer(signAnswers([evaluated], signing).join());
  return jsonAnswer(404, {
    key: flagKey,
    errorCode: "FLAG_NOT_FOUND",
    errorDetails: "No release is served under this key.",
  });
}

/** Where to listen for changes is no part of what was evaluated, and so not of the tag. */
function evaluateAll(
  { snapshot, tickets }: OfrepDeps,
  request: IncomingMessage,
  { key, asked, signing }: Asking,
): Answer {
  const evaluated = snapshot
    .listFlags(key.projectId, key.environment)
    .flatMap((flag) => evaluateFlag(flag, asked) ?? []);
  const etag = tagAnswers(evaluated, signing);
  if (matchesTag(request.headers["if-none-match"], etag)) return emptyAnswer(304, { etag });
  const requestUri = `/sdk/v1/stream?ticket=${tickets.issue(key)}`;
  const stream = { type: "sse", endpoint: { requestUri }, inactivityDelaySec: INACTIVITY_SECONDS };
  return {
    status: 200,
    headers: { "content-type": "application/json", etag },
    body: `{"flags":[${signAnswers(evaluated, signing).join(",")}],"eventStreams":[${JSON.stringify(stream)}]}`,
  };
}

function asBadBody(error: unknown): BadBody {
  if (error instanceof BadBody) return error;
  throw error;
}
