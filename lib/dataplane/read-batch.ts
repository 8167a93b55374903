import type { EvaluationRow } from "../db/traces/trace-rows.ts";
import { BadItem } from "./bad-item.ts";
import { mapEvaluation } from "./map-evaluation.ts";
import { type MappedSpan, mapSpan } from "./map-span.ts";
import { type Attributes, isRecord, listOf, readAttributes } from "./otlp-attributes.ts";
import type { SpanItem } from "./proto-spans.ts";
import { readLoggedEvaluation } from "./received-log.ts";
import { readSpan } from "./received-span.ts";
import type { Sender, SpanSender } from "./sender.ts";

/** What came of a batch: spans and scores to store, how many items were refused, and what to tell the sender. */
export type ReadBatch = {
  spans: MappedSpan[];
  /** Scores that came apart from their request. */
  scores: EvaluationRow[];
  itemCount: number;
  rejectedCount: number;
  messages: string[];
};

/** A batch may carry this many spans or log records; a bigger one is refused whole. */
export const MAX_ITEMS = 10_000;

export type LogItem = { value: unknown; resource: () => Attributes };

/** listJsonSpans flattens resourceSpans; each item knows its resource. Throws BadItem when the envelope is malformed. */
export function listJsonSpans(request: unknown): SpanItem[] {
  return listItems(request, ["resourceSpans", "scopeSpans", "spans"]).map(({ value, resource }) => ({
    read: (now) => readSpan(value, resource(), now),
  }));
}

/** listLogRecords flattens resourceLogs likewise. */
export function listLogRecords(request: unknown): LogItem[] {
  return listItems(request, ["resourceLogs", "scopeLogs", "logRecords"]);
}

function listItems(request: unknown, [outer, middle, inner]: readonly [string, string, string]): LogItem[] {
  if (!isRecord(request)) throw new BadItem("malformed", "The body is not an export request.");
  return listOf(request[outer], outer).flatMap((group) => {
    if (!isRecord(group)) throw new BadItem("malformed", `${outer} has something that is not an object.`);
    const resource = lazily(() =>
      readAttributes(isRecord(group.resource) ? group.resource.attributes : undefined),
    );
    return listOf(group[middle], middle).flatMap((scope) => {
      if (!isRecord(scope)) throw new BadItem("malformed", `${middle} has something that is not an object.`);
      return listOf(scope[inner], inner).map((value) => ({ value, resource }));
    });
  });
}

/** A bad resource makes each of its items bad, not the whole batch. */
function lazily(read: () => Attributes): () => Attributes {
  let known: Attributes | undefined;
  return () => {
    known ??= read();
    return known;
  };
}

/** readSpans turns the spans of a batch into rows; a bad one is counted and the others go on. */
export function readSpans(items: readonly SpanItem[], sender: SpanSender): ReadBatch {
  const messages = new Set<string>();
  const mapped: MappedSpan[] = [];
  for (const item of items) {
    const span = unlessBad(messages, () => mapSpan(item.read(sender.receivedAt), sender));
    if (span === undefined) continue;
    mapped.push(span);
    for (const warning of span.warnings) messages.add(warning);
  }
  return {
    spans: mapped,
    scores: [],
    itemCount: items.length,
    rejectedCount: items.length - mapped.length,
    messages: [...messages],
  };
}

/** readLogRecords keeps the evaluation results of a batch of logs; other log records are none of our business. */
export function readLogRecords(items: readonly LogItem[], sender: Sender): ReadBatch {
  const messages = new Set<string>();
  const read = items.map((item) => unlessBad(messages, () => readScore(item, sender)));
  return {
    spans: [],
    scores: read.filter((score) => score !== undefined && score !== null),
    itemCount: items.length,
    rejectedCount: read.filter((score) => score === undefined).length,
    messages: [...messages],
  };
}

/** Null for a log record that is none. */
function readScore(item: LogItem, sender: Sender): EvaluationRow | null {
  const event = readLoggedEvaluation(item.value, sender.receivedAt);
  return event === null ? null : mapEvaluation(event.attributes, event.at, event.answer, sender);
}

/** Undefined for an item that is bad, which is noted. */
function unlessBad<Row>(messages: Set<string>, read: () => Row): Row | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadItem)) throw error;
    messages.add(`${error.code}: ${error.message}`);
    return undefined;
  }
}
