import type { FeatureReadRow, PayloadRow } from "../db/traces/trace-rows.ts";
import { sha256Hex } from "../domain/digest.ts";
import { type PlainValue, redactText, redactValue } from "../domain/redaction/redact-text.ts";
import { isRecord } from "./otlp-attributes.ts";
import type { ReceivedEvent } from "./received-span.ts";
import type { Sender } from "./sender.ts";
import { isStorableText, parseStrictJson } from "./strict-json.ts";

export const FEATURE_READ_EVENT = "feature_view.read";

type Origin = { requestId: string; traceId: string; spanId: string; startedAt: Date; position: number };
export type MappedRead =
  | { ok: true; row: FeatureReadRow; payload: PayloadRow | null }
  | { ok: false; warning: string };

const MAX_TEXT_LENGTH = 512;
const MAX_VALUES_LENGTH = 16_384;
const VALUES_LIMITS = { maxDepth: 8, maxKeys: 500 };

/** mapFeatureRead turns a `feature_view.read` event into a row, or says why it cannot: its span is stored without it. */
export function mapFeatureRead(event: ReceivedEvent, origin: Origin, sender: Sender): MappedRead {
  const viewRef = shortText(event, "feature_view.ref");
  if (viewRef === null) return refuse("feature_view.ref is missing or longer than 512");
  const eventTimestamp = readTimestamp(event.attributes.get("feature_view.event_timestamp") ?? null);
  if (eventTimestamp === "bad")
    return refuse("feature_view.event_timestamp is not an RFC 3339 time with a zone");
  const values = readValues(event.attributes.get("feature_view.values") ?? null);
  if (values === null) return refuse("feature_view.values is not a JSON object of at most 16 KiB");
  const { requestId, traceId, spanId, startedAt, position } = origin;
  const { projectId, receivedAt } = sender;
  const entity = shortText(event, "feature_view.entity");
  return {
    ok: true,
    row: {
      ...{ projectId, requestId, traceId, spanId, startedAt, position, receivedAt },
      readAt: event.at,
      viewRef: redactText(viewRef),
      fingerprint: shortText(event, "feature_view.fingerprint"),
      entity: entity === null ? null : redactText(entity),
      eventTimestamp,
      valuesDigest: values.text === null ? null : `sha256:${sha256Hex(values.text)}`,
    },
    payload:
      values.text === null
        ? null
        : {
            ...{ projectId, requestId, startedAt, spanId, kind: "feature_values", position, receivedAt },
            content: JSON.stringify(redactValue(values.content)),
          },
  };
}

function refuse(reason: string): MappedRead {
  return { ok: false, warning: `a feature read was left out: ${reason}` };
}

function shortText(event: ReceivedEvent, name: string): string | null {
  const value = event.attributes.get(name);
  return typeof value === "string" && value !== "" && value.length <= MAX_TEXT_LENGTH ? value : null;
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;

function readTimestamp(value: unknown): Date | null | "bad" {
  if (value === null || value === "") return null;
  if (typeof value !== "string" || !RFC_3339.test(value)) return "bad";
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? "bad" : time;
}

function readValues(value: unknown): { text: string | null; content: PlainValue } | null {
  if (value === null) return { text: null, content: {} };
  if (typeof value !== "string" || value.length > MAX_VALUES_LENGTH) return null;
  const parsed = parseStrictJson(value, VALUES_LIMITS);
  return parsed.ok && isRecord(parsed.value) && isStorable(parsed.value)
    ? { text: value, content: parsed.value }
    : null;
}

/** Postgres refuses NUL and half characters, and a number beyond a double would come back as another. */
function isStorable(value: unknown): value is PlainValue {
  if (typeof value === "string") return isStorableText(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (!isRecord(value)) return true;
  return Object.entries(value).every(([key, inner]) => isStorableText(key) && isStorable(inner));
}
