import type { IncomingMessage } from "node:http";
import pg from "pg";
import type { Logger } from "pino";
import { WriterBusy } from "../db/traces/writer/trace-writer.ts";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import { assertNever } from "../domain/assert-never.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { AssignmentKeys } from "./assignment-keys.ts";
import type { Authenticator } from "./authenticate.ts";
import { BadItem } from "./bad-item.ts";
import type { Answer } from "./http-answer.ts";
import type { IngestLimits } from "./ingest-limits.ts";
import type { DataPlaneMetrics } from "./metrics.ts";
import { type OtlpEncoding, type OtlpSignal, otlpError, otlpSuccess } from "./otlp-answer.ts";
import { decodeLogs } from "./otlp-protobuf.ts";
import { listProtoSpans } from "./proto-spans.ts";
import {
  listJsonSpans,
  listLogRecords,
  MAX_ITEMS,
  type ReadBatch,
  readLogRecords,
  readSpans,
} from "./read-batch.ts";
import { BadBody, mediaTypeOf, readBody } from "./read-body.ts";
import { readInTurns } from "./read-in-turns.ts";
import type { SpanSender } from "./sender.ts";
import type { SignedTraffic } from "./signed-traffic.ts";
import { type StoreBatchDeps, storeBatch } from "./store-batch.ts";
import { decodeUtf8, parseStrictJson } from "./strict-json.ts";

export type OtlpDeps = StoreBatchDeps & {
  authenticate: Authenticator;
  snapshot: AllocationSnapshot;
  assignmentKeys: AssignmentKeys;
  signedTraffic: SignedTraffic;
  limits: IngestLimits;
  metrics: DataPlaneMetrics;
  logger: Logger;
  now: () => Date;
};

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
/** A batch of 10,000 spans has about a million keys; nesting is that of the protocol and a few levels of values. */
const JSON_LIMITS = { maxDepth: 32, maxKeys: 2_000_000 };
const RETRY = { "retry-after": "1" };
const CLOSE = { connection: "close" };

/** handleOtlp stores one export request and answers after the commit. */
export async function handleOtlp(
  deps: OtlpDeps,
  request: IncomingMessage,
  signal: OtlpSignal,
): Promise<Answer> {
  const encoding = encodingOf(request);
  const shape = encoding ?? "application/json";
  const authentication = await deps.authenticate(request.headers, "traces:write");
  switch (authentication.outcome) {
    case "unauthenticated":
      return otlpError(shape, 401, "Send a valid API key.", { "www-authenticate": "Bearer", ...CLOSE });
    case "missing-scope":
      return otlpError(shape, 403, "This API key lacks the scope traces:write.", CLOSE);
    case "unavailable":
      return otlpError(shape, 503, "The database cannot be reached; send it again.", { ...RETRY, ...CLOSE });
    case "allowed":
      break;
    default:
      return assertNever(authentication);
  }
  if (encoding === null) {
    return otlpError(shape, 415, "Send application/x-protobuf or application/json.", CLOSE);
  }
  const release = deps.limits.reserve(expectedBytes(request));
  if (release === null)
    return otlpError(encoding, 503, "Too much is coming in; send it again.", { ...RETRY, ...CLOSE });
  try {
    return await ingest(deps, request, { signal, encoding, key: authentication.key });
  } finally {
    release();
  }
}

function encodingOf(request: IncomingMessage): OtlpEncoding | null {
  const type = mediaTypeOf(request);
  return type === "application/x-protobuf" || type === "application/json" ? type : null;
}

/** What a body will take in memory: itself, and eight times as much where it is compressed. */
function expectedBytes(request: IncomingMessage): number {
  const length = Number(request.headers["content-length"] ?? 1024 * 1024);
  const unpacked = request.headers["content-encoding"] === undefined ? 0 : length * 8;
  return Math.min(length, BODY_LIMIT_BYTES) + Math.min(unpacked, BODY_LIMIT_BYTES);
}

type Export = { signal: OtlpSignal; encoding: OtlpEncoding; key: KeyPrincipal };

async function ingest(
  deps: OtlpDeps,
  request: IncomingMessage,
  { signal, encoding, key }: Export,
): Promise<Answer> {
  let items: Items;
  try {
    items = listItems(await readBody(request, BODY_LIMIT_BYTES), encoding, signal);
  } catch (error) {
    return answerBadRequest(encoding, error);
  }
  if (items.length > MAX_ITEMS) return otlpError(encoding, 413, `Send at most ${MAX_ITEMS} items at once.`);
  if (items.length === 0) return otlpSuccess(encoding, signal, null);
  const seconds = await deps.limits.secondsToWait(key.id, items.length);
  if (seconds > 0)
    return otlpError(encoding, 429, "This key sends too much.", { "retry-after": String(seconds) });
  try {
    const batch = await items.read(await senderOf(deps, key));
    const { partial, rejectedCount } = await storeBatch(deps, key.projectId, batch);
    deps.metrics.countItems(signal, batch.itemCount - rejectedCount, rejectedCount);
    return otlpSuccess(encoding, signal, partial);
  } catch (error) {
    logRefusal(deps, error, { signal, items: items.length });
    return otlpError(encoding, 503, "The batch could not be stored; send it again.", RETRY);
  }
}

async function senderOf(deps: OtlpDeps, key: KeyPrincipal): Promise<SpanSender> {
  return {
    projectId: key.projectId,
    projectSlug: deps.snapshot.projectSlug(key.projectId),
    keyId: key.id,
    environment: key.environment,
    assignmentKey: deps.assignmentKeys(key.projectId),
    onlySigned: await deps.signedTraffic(key.projectId),
    receivedAt: deps.now(),
  };
}

/** Errors of the driver carry rows; what is logged says what happened and nothing of what was sent. */
function logRefusal(deps: OtlpDeps, error: unknown, facts: { signal: OtlpSignal; items: number }): void {
  const name = error instanceof Error ? error.name : "unknown";
  if (error instanceof WriterBusy) {
    deps.logger.warn(facts, "a batch has to come again: too many rows wait");
    return;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const message = error instanceof pg.DatabaseError ? undefined : String(error);
  deps.logger.error({ ...facts, error: name, code, message }, "a batch could not be stored");
}

/** Thrown for a body that is no export request at all. */
class BadRequest extends Error {}

function decodeJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  if (text === null) throw new BadRequest("The body is not UTF-8.");
  const parsed = parseStrictJson(text, JSON_LIMITS);
  if (!parsed.ok) throw new BadRequest(`The body was refused: ${parsed.problem}.`);
  return parsed.value;
}

/** What a body lists: how much, and how to turn it into rows. */
type Items = { length: number; read: (sender: SpanSender) => Promise<ReadBatch> };

function listItems(body: Buffer, encoding: OtlpEncoding, signal: OtlpSignal): Items {
  const isJson = encoding === "application/json";
  if (signal === "traces") {
    const spans = isJson ? listJsonSpans(decodeJson(body)) : unlessBad(() => listProtoSpans(body));
    return { length: spans.length, read: (sender) => readInTurns(spans, (some) => readSpans(some, sender)) };
  }
  const records = listLogRecords(isJson ? decodeJson(body) : unlessBad(() => decodeLogs(body)));
  return {
    length: records.length,
    read: (sender) => readInTurns(records, (some) => readLogRecords(some, sender)),
  };
}

function unlessBad<Decoded>(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch {
    throw new BadRequest("The body is not a protobuf export request.");
  }
}

function answerBadRequest(encoding: OtlpEncoding, error: unknown): Answer {
  if (error instanceof BadRequest || error instanceof BadItem) return otlpError(encoding, 400, error.message);
  if (!(error instanceof BadBody)) throw error;
  switch (error.problem) {
    case "too-large":
      return otlpError(
        encoding,
        413,
        "The body is larger than 16 MiB, or unpacks to far more than it is.",
        CLOSE,
      );
    case "unsupported-encoding":
      return otlpError(encoding, 415, "Send the body as it is or with gzip.", CLOSE);
    case "bad-encoding":
    case "aborted":
      return otlpError(encoding, 400, "The body could not be unpacked.", CLOSE);
    default:
      return assertNever(error.problem);
  }
}
