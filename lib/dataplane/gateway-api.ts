import type { IncomingMessage } from "node:http";
import type { Database } from "../db/client.ts";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import { assertNever } from "../domain/assert-never.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { Authenticator } from "./authenticate.ts";
import { matchesTag } from "./entity-tag.ts";
import { storeInstance } from "./gateway-instances.ts";
import type { GatewaySnapshots, View } from "./gateway-snapshots.ts";
import type { GatewayStreams } from "./gateway-streams.ts";
import { type Answer, emptyAnswer, problemAnswer } from "./http-answer.ts";
import { BadBody, mediaTypeOf, readBody } from "./read-body.ts";
import { markStale } from "./stale-header.ts";

export type GatewayDeps = {
  authenticate: Authenticator;
  snapshot: AllocationSnapshot;
  snapshots: GatewaySnapshots;
  streams: GatewayStreams;
  db: Database;
  now: () => Date;
};

const BODY_LIMIT_BYTES = 16 * 1024;
const RETRY = { "retry-after": "1" };

/** answerSnapshot answers what the key's gateways route by, or 304 where they know it already. */
export function answerSnapshot(deps: GatewayDeps, request: IncomingMessage): Promise<Answer> {
  return withKey(deps, request, async (key) => {
    const { snapshot } = deps;
    if (snapshot.ageMs() === null) return problemAnswer("unavailable", RETRY);
    const { etag, body } = deps.snapshots.get(viewOf(key));
    const headers = { etag, "content-type": "application/json" };
    const isKnown = matchesTag(request.headers["if-none-match"], etag);
    return markStale(isKnown ? emptyAnswer(304, { etag }) : { status: 200, headers, body }, snapshot);
  });
}

/** answerStream opens a stream of server-sent events that say when the snapshot changes. */
export function answerStream(deps: GatewayDeps, request: IncomingMessage): Promise<Answer> {
  return withKey(deps, request, async (key) => {
    if (deps.snapshot.ageMs() === null) return problemAnswer("unavailable", RETRY);
    const { headers } = request;
    const isAllowed = async () => {
      const { outcome } = await deps.authenticate(headers, "flags:evaluate");
      return outcome === "allowed" || outcome === "unavailable";
    };
    const lastEventId = headers["last-event-id"];
    const listener = { keyId: key.id, view: viewOf(key), isAllowed };
    return deps.streams.open(listener, typeof lastEventId === "string" ? lastEventId : null);
  });
}

/** answerInstances keeps what a gateway says of itself. */
export function answerInstances(deps: GatewayDeps, request: IncomingMessage): Promise<Answer> {
  return withKey(deps, request, async (key) => {
    if (mediaTypeOf(request) !== "application/json") return problemAnswer("unsupported-media-type");
    try {
      return await storeInstance(deps, key, await readBody(request, BODY_LIMIT_BYTES));
    } catch (error) {
      if (!(error instanceof BadBody)) return problemAnswer("unavailable", RETRY);
      return problemAnswer(error.problem === "too-large" ? "too-large" : "bad-request", {
        connection: "close",
      });
    }
  });
}

function viewOf(key: KeyPrincipal): View {
  return { projectId: key.projectId, environment: key.environment };
}

async function withKey(
  { authenticate }: GatewayDeps,
  request: IncomingMessage,
  work: (key: KeyPrincipal) => Promise<Answer>,
): Promise<Answer> {
  const authentication = await authenticate(request.headers, "flags:evaluate");
  switch (authentication.outcome) {
    case "unauthenticated":
      return problemAnswer("unauthenticated", { "www-authenticate": "Bearer" });
    case "missing-scope":
      return problemAnswer("insufficient-scope");
    case "unavailable":
      return problemAnswer("unavailable", RETRY);
    case "allowed":
      return work(authentication.key);
    default:
      return assertNever(authentication);
  }
}
