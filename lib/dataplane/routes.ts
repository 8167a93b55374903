import type { IncomingMessage } from "node:http";
import { type FeedbackDeps, handleFeedback } from "./feedback.ts";
import { answerInstances, answerSnapshot, answerStream, type GatewayDeps } from "./gateway-api.ts";
import { type Answer, emptyAnswer, jsonAnswer, problemAnswer } from "./http-answer.ts";
import { flagKeyOf, handleOfrep, OFREP_PATH, type OfrepDeps } from "./ofrep.ts";
import { handleOtlp, type OtlpDeps } from "./otlp.ts";

export type RouteDeps = OfrepDeps & OtlpDeps & FeedbackDeps & GatewayDeps;

/** One address: the name it has in the metrics, the methods it takes, and what it does. */
export type Route = {
  name: string;
  methods: readonly string[];
  handle: (deps: RouteDeps, request: IncomingMessage, pathname: string) => Promise<Answer>;
};

const READ = ["GET", "HEAD"];
const POST = ["POST"];

const FIXED_ROUTES: ReadonlyMap<string, Route> = new Map([
  [
    "/v1/traces",
    { name: "traces", methods: POST, handle: (deps, request) => handleOtlp(deps, request, "traces") },
  ],
  ["/v1/logs", { name: "logs", methods: POST, handle: (deps, request) => handleOtlp(deps, request, "logs") }],
  [
    "/v1/feedback",
    { name: "feedback", methods: POST, handle: (deps, request) => handleFeedback(deps, request) },
  ],
  ["/sdk/v1/snapshot", { name: "sdk_snapshot", methods: READ, handle: answerSnapshot }],
  ["/sdk/v1/stream", { name: "sdk_stream", methods: ["GET"], handle: answerStream }],
  ["/sdk/v1/instances", { name: "sdk_instances", methods: POST, handle: answerInstances }],
  ["/api/health", { name: "health", methods: READ, handle: async () => jsonAnswer(200, { status: "ok" }) }],
  ["/api/ready", { name: "ready", methods: READ, handle: async (deps) => answerReady(deps) }],
  ["/metrics", { name: "metrics", methods: READ, handle: answerMetrics }],
]);

const OFREP_ROUTE: Route = {
  name: "ofrep",
  methods: POST,
  handle: (deps, request, pathname) => handleOfrep(deps, request, flagKeyOf(pathname)),
};

/** findRoute finds what an address does; undefined when nothing. */
export function findRoute(pathname: string): Route | undefined {
  const isOfrep = pathname === OFREP_PATH || pathname.startsWith(`${OFREP_PATH}/`);
  return isOfrep ? OFREP_ROUTE : FIXED_ROUTES.get(pathname);
}

/** Ready means able to route: it stays so while Postgres is away, and says that the allocations are stale. */
function answerReady({ snapshot }: RouteDeps): Answer {
  const ageMs = snapshot.ageMs();
  if (ageMs === null)
    return jsonAnswer(503, { status: "starting", snapshot: "none" }, { "retry-after": "1" });
  return jsonAnswer(200, {
    status: "ready",
    snapshot: snapshot.isStale() ? "stale" : "fresh",
    snapshotAgeMs: ageMs,
  });
}

/** Numbers are for this machine only; what came through a proxy did not come from here. */
async function answerMetrics({ metrics }: RouteDeps, request: IncomingMessage): Promise<Answer> {
  const isProxied =
    request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined;
  const peer = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  if (isProxied || !(peer === "::1" || peer.startsWith("127."))) return problemAnswer("not-found");
  const headers = { "content-type": metrics.registry.contentType };
  return { ...emptyAnswer(200, headers), body: await metrics.registry.metrics() };
}
