/** The parts of a source by which data is found; empty or null where a source has none. */
export type SourceParts = Partial<
  Record<
    "query" | "dataSource" | "database" | "schema" | "table" | "path" | "topic" | "streamName" | "name",
    string | null
  >
>;

/** sourceReference names the data of a source: its query where it has one, else table, path, topic, stream or name. */
export function sourceReference(parts: SourceParts): string {
  const { query, dataSource, database, schema, table, path, topic, streamName, name } = parts;
  if (query) return query;
  if (table) return [dataSource, database, schema, table].filter((part) => part).join(".");
  return path || topic || streamName || name || "";
}

/** requestReference names a request's data: its name, and the fields that it carries. */
export function requestReference(
  name: string,
  fields: readonly { name: string; valueType: string }[],
): string {
  const texts = fields.map((field) => `${field.name}: ${field.valueType}`).sort();
  return `${name}(${texts.join(", ")})`;
}

/** Sources that push values as they come, so that they have a batch source beside them. */
export const STREAM_TYPES: ReadonlySet<string> = new Set(["Kafka", "Kinesis", "Push"]);
