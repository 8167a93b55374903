import { type FeatureSource, UNREAD_VALUE } from "../feature-view-spec.ts";
import { requestReference, type SourceParts, STREAM_TYPES, sourceReference } from "../source-reference.ts";
import { type PythonValue, whyUnread } from "./python-value.ts";
import { readFields } from "./read-fields.ts";
import {
  argumentOf,
  type Reading,
  readList,
  readText,
  readTexts,
  type Subject,
  sayChanged,
  sayOther,
} from "./reading.ts";
import { viewNameOf } from "./view-classes.ts";

const PARTS = {
  ...{ query: "query", dataSource: "data_source", database: "database", schema: "schema", table: "table" },
  ...{ path: "path", topic: "topic", streamName: "stream_name", name: "name" },
} as const;
/** Arguments that are read, and those that say how data is reached and not which. */
const KNOWN = new Set(
  [
    Object.values(PARTS).join(" "),
    "timestamp_field event_timestamp_column created_timestamp_column field_mapping batch_source",
    "description tags owner file_format s3_endpoint_override connection_ref date_partition_column",
    "date_partition_column_format timestamp_field_type message_format watermark_delay_threshold region",
    "bootstrap_servers kafka_bootstrap_servers record_format warehouse table_format",
  ]
    .join(" ")
    .split(" "),
);

/** readSource reads a source, or a view that is one; a stream brings its batch source along. What is none is said. */
export function readSource(reading: Reading, value: PythonValue, of: string): FeatureSource[] {
  const call = value.kind === "call" ? value.call : null;
  const viewName = call === null ? null : viewNameOf(call);
  if (viewName !== null) return [{ ...EMPTY, kind: "view", type: "FeatureView", reference: viewName }];
  if (call === null || !/.Source$/.test(call.className)) {
    reading.say(value.line, `A source of ${of} is not read: ${whyUnread(value, "a source")}.`);
    return [];
  }
  const subject: Subject = { call, of: `the ${call.className} of ${of}` };
  sayChanged(reading, value, subject.of);
  sayOther(reading, subject, KNOWN);
  const type = call.className.replace(/Source$/, "");
  if (type === "Request") return [readRequest(reading, subject)];
  const source = readData(reading, subject, type);
  if (!STREAM_TYPES.has(type)) return [source];
  const given = argumentOf(subject, "batch_source");
  const isNested = given?.kind === "call" && given.call.named.has("batch_source");
  const batch = given === null || isNested ? [] : readSource(reading, given, of);
  const [first] = batch;
  // Feast's registry gives a push source the columns of the source behind it.
  const columns = type === "Push" && first !== undefined ? columnsOf(first) : {};
  return [{ ...source, ...columns }, ...batch];
}

type Columns = Pick<FeatureSource, "timestampField" | "createdTimestampField" | "fieldMapping">;
const EMPTY: Columns = { timestampField: null, createdTimestampField: null, fieldMapping: {} };

function columnsOf({ timestampField, createdTimestampField, fieldMapping }: FeatureSource): Columns {
  return { timestampField, createdTimestampField, fieldMapping };
}

function readRequest(reading: Reading, subject: Subject): FeatureSource {
  const name = readText(reading, subject, "name") ?? UNREAD_VALUE;
  const fields = readFields(reading, readList(reading, subject, "schema"), subject.of);
  return { ...EMPTY, kind: "request", type: "Request", reference: requestReference(name, fields) };
}

function readData(reading: Reading, subject: Subject, type: string): FeatureSource {
  const { call, of } = subject;
  const parts: SourceParts = {};
  let isKnown = true;
  for (const [part, argument] of Object.entries(PARTS)) {
    const text = readText(reading, subject, argument);
    if (text === undefined) isKnown = false;
    Object.assign(parts, { [part]: text ?? null });
  }
  const timestampField =
    readText(reading, subject, "timestamp_field") || readText(reading, subject, "event_timestamp_column");
  const isStream = STREAM_TYPES.has(type);
  if (timestampField === null && !isStream) {
    reading.say(call.line, `\`timestamp_field\` of ${of} is not in the file: Feast takes it from the data.`);
  }
  return {
    kind: isStream ? "stream" : "batch",
    type,
    reference: isKnown ? sourceReference(withDefaults(type, parts)) : UNREAD_VALUE,
    timestampField: timestampField || null,
    createdTimestampField: readText(reading, subject, "created_timestamp_column") || null,
    fieldMapping: readTexts(reading, subject, "field_mapping"),
  };
}

/** The schema or database that Feast fills in for a table without one. */
function withDefaults(type: string, parts: SourceParts): SourceParts {
  const { table, schema, database } = parts;
  if (!table) return parts;
  if (type === "Snowflake") return { ...parts, schema: schema || (database ? "PUBLIC" : null) };
  if (type === "Redshift") return { ...parts, schema: schema || "public" };
  return type === "Athena" ? { ...parts, database: database || "default" } : parts;
}
