import type { IncomingMessage } from "node:http";
import type { Database } from "../db/client.ts";
import { isKeyLive } from "../db/repositories/api-keys.ts";
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
import type { StreamTickets } from "./stream-tickets.ts";

export type GatewayDeps = {
  authenticate: Authenticator;
  snapshot: AllocationSnapshot;
  snapshots: GatewaySnapshots;
  streams: GatewayStreams;
  tickets: StreamTickets;
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

/** answerStream opens a stream of server-sent events that say when the snapshot changes; by a key, or by a ticket. */
export function answerStream(deps: GatewayDeps, request: IncomingMessage): Promise<Answer> {
  const ticket = new URLSearchParams(request.url?.split("?")[1]).get("ticket");
  if (ticket !== null) return answerTicket(deps, request, ticket);
  return withKey(deps, request, async (key) => {
    if (deps.snapshot.ageMs() === null) return problemAnswer("unavailable", RETRY);
    const { headers } = request;
    const isAllowed = async () => {
      const { outcome } = await deps.authenticate(headers, "flags:evaluate");
      return outcome === "allowed" || outcome === "unavailable";
    };
    const listener = { keyId: key.id, view: viewOf(key), isAllowed };
    return deps.streams.open(listener, lastEventIdOf(request));
  });
}

/** A browser's EventSource cannot send a key; OFREP's bulk answer gave it a ticket, which ends with its key. */
async function answerTicket(deps: GatewayDeps, request: IncomingMessage, text: string): Promise<Answer> {
  const ticket = deps.tickets.read(text);
  if (ticket === null) return problemAnswer("unauthenticated");
  const isAllowed = async () =>
    ticket.expiresAtMs > deps.now().getTime() &&
    (await isKeyLive(deps.db, ticket.keyId, deps.now()).catch(() => true));
  if (!(await isAllowed())) return problemAnswer("unauthenticated");
  const { keyId, view } = ticket;
  return deps.streams.open({ keyId, view, isAllowed }, lastEventIdOf(request));
}

function lastEventIdOf(request: IncomingMessage): string | null {
  const id = request.headers["last-event-id"];
  return typeof id === "string" ? id : null;
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
