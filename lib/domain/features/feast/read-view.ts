import type { Feature, FeatureSource, FeatureViewSpec } from "../feature-view-spec.ts";
import { requestReference } from "../source-reference.ts";
import { splitJoinKeys } from "../split-join-keys.ts";
import type { PythonValue } from "./python-value.ts";
import { readAggregations } from "./read-aggregations.ts";
import { readEntities } from "./read-entities.ts";
import { readFields } from "./read-fields.ts";
import { readSettings } from "./read-settings.ts";
import { readSource } from "./read-sources.ts";
import { readTransformation } from "./read-transformation.ts";
import {
  argumentOf,
  type Reading,
  readList,
  readSeconds,
  type Subject,
  sayChanged,
  sayOther,
} from "./reading.ts";
import type { Scope } from "./scope.ts";
import { viewNameOf } from "./view-classes.ts";

/** Arguments that are read, and those that are for people, for access and for where things run. */
const KNOWN = new Set(
  [
    "name entities ttl schema source sources sink_source mode udf udf_string feature_transformation aggregations",
    "input_schema timestamp_field singleton write_to_online_store enable_tiling tiling_hop_size",
    "description tags owner org version online offline enable_validation enabled track_metrics explode",
    "batch_engine stream_engine",
  ]
    .join(" ")
    .split(" "),
);

/** readView reads what makes a feature view; null, with a sentence, where not even its name is known. */
export function readView(
  reading: Reading,
  scope: Scope,
  value: Extract<PythonValue, { kind: "call" }>,
): FeatureViewSpec | null {
  const { call } = value;
  const name = viewNameOf(call);
  if (name === null) {
    reading.say(call.line, "A feature view is not read: its name is not known without running the file.");
    return null;
  }
  const subject: Subject = { call, of: name };
  const unreadParts: string[] = [];
  const part = <T>(what: string, read: () => T): T => {
    const before = reading.said;
    const result = read();
    if (reading.said > before) unreadParts.push(what);
    return result;
  };
  const listOf = (argument: string): readonly PythonValue[] => readList(reading, subject, argument);
  part("arguments", () => sayOther(reading, subject, KNOWN));
  part("changes", () => sayChanged(reading, value, `the feature view ${name}`));
  const entities = part("entities", () => readEntities(reading, listOf("entities"), name));
  const fields = part("features", () => readSchema(reading, subject));
  return {
    name,
    ...splitJoinKeys(entities, fields),
    ttlSeconds: part("ttl", () => readSeconds(reading, subject, "ttl")) || null,
    sources: part("sources", () => readSources(reading, subject)),
    transformation: part("transformation", () => readTransformation(reading, scope, subject)),
    aggregations: part("aggregations", () => readAggregations(reading, listOf("aggregations"), name)),
    settings: part("settings", () => readSettings(reading, subject)),
    unreadParts,
  };
}

function readSchema(reading: Reading, subject: Subject): Feature[] {
  const { call, of } = subject;
  const schema = argumentOf(subject, "schema");
  const fields = readFields(reading, readList(reading, subject, "schema"), of);
  if (schema === null || (schema.kind === "list" && schema.items.length === 0)) {
    reading.say(call.line, `The schema of ${of} is not in the file: Feast takes it from the source.`);
  }
  return fields;
}

/** One source, a list of views with the source that holds their result, or what a view on demand is made of. */
function readSources(reading: Reading, subject: Subject): FeatureSource[] {
  const given = ["source", "sources", "sink_source"].flatMap((name): PythonValue[] => {
    const value = argumentOf(subject, name);
    if (value?.kind === "list") return [...readList(reading, subject, name)];
    if (value?.kind === "dict") return value.entries.map((entry) => entry.value);
    return value === null ? [] : [value];
  });
  const sources = given.flatMap((value) => readSource(reading, value, subject.of));
  const input = argumentOf(subject, "input_schema");
  if (input === null) return sources;
  const fields = readFields(reading, readList(reading, subject, "input_schema"), subject.of);
  // Feast makes a request source of this name.
  const reference = requestReference(`__input_schema__${subject.of}`, fields);
  const rest = { timestampField: null, createdTimestampField: null, fieldMapping: {} };
  return [...sources, { kind: "request", type: "Request", reference, ...rest }];
}
