import { fromBase64Url } from "../../digest.ts";
import { type Feature, type FeatureSource, UNREAD_VALUE } from "../feature-view-spec.ts";
import { requestReference, type SourceParts, STREAM_TYPES, sourceReference } from "../source-reference.ts";
import { parseJson } from "./parse-json.ts";
import {
  customConfiguration,
  customOptions,
  type RegistryField,
  type RegistrySource,
  requestOptions,
  sourceOptions,
} from "./registry-schema.ts";

/** Types that a registry names by a number of its own, for sources without the name of their class. */
const BY_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ BATCH_FILE: "File", BATCH_BIGQUERY: "BigQuery", BATCH_SNOWFLAKE: "Snowflake", BATCH_TRINO: "Trino" },
    ...{ BATCH_REDSHIFT: "Redshift", BATCH_SPARK: "Spark", BATCH_ATHENA: "Athena", BATCH_ICEBERG: "Iceberg" },
    ...{ STREAM_KAFKA: "Kafka", STREAM_KINESIS: "Kinesis", PUSH_SOURCE: "Push", REQUEST_SOURCE: "Request" },
  }),
);

/** readRegistrySource reads one source of a registry; `say` is told where its data could not be found out. */
export function readRegistrySource(
  source: RegistrySource,
  readField: (field: RegistryField) => Feature,
  say: (sentence: string) => void,
): FeatureSource {
  const type = typeOf(source);
  if (type === "Request") {
    const options = requestOptions.safeParse(source.requestDataOptions ?? {});
    if (!options.success) say(`The fields of the request ${source.name} are not read.`);
    const fields = options.success ? options.data.schema.map(readField) : [];
    const reference = requestReference(source.name, fields);
    return { ...EMPTY, kind: "request", type, reference };
  }
  const parts = partsOf(source, say);
  return {
    kind: STREAM_TYPES.has(type) ? "stream" : "batch",
    type,
    reference: parts === null ? UNREAD_VALUE : sourceReference(parts),
    timestampField: source.timestampField || null,
    createdTimestampField: source.createdTimestampColumn || null,
    fieldMapping: source.fieldMapping,
  };
}

/** viewSource is a view that another one is made of. */
export function viewSource(name: string): FeatureSource {
  return { ...EMPTY, kind: "view", type: "FeatureView", reference: name };
}

const EMPTY = { timestampField: null, createdTimestampField: null, fieldMapping: {} };

function typeOf({ dataSourceClassType, type }: RegistrySource): string {
  const className = dataSourceClassType.split(".").at(-1) ?? "";
  return className.replace(/Source$/, "") || (BY_TYPE.get(type) ?? type);
}

/** The options of a source of Feast, or the configuration of another one, which is JSON where it can be read at all. */
function partsOf(source: RegistrySource, say: (sentence: string) => void): SourceParts | null {
  const { name } = source;
  const custom = customOptions.safeParse(source.customOptions);
  const found = custom.success
    ? parseJson(new TextDecoder().decode(fromBase64Url(custom.data.configuration)))
    : (Object.entries(source).find(([key]) => /^[a-z]\w*Options$/.test(key))?.[1] ?? {});
  const options = sourceOptions.safeParse(found);
  if (!options.success) {
    say(`Where the data of the source ${name} is could not be read.`);
    return null;
  }
  const { uri, path, ...rest } = options.data;
  if (custom.success) {
    const known = new Set([...Object.keys(options.data), "name"]);
    const others = Object.keys(customConfiguration.parse(found)).filter((key) => !known.has(key));
    for (const key of others) say(`\`${key}\` of the source ${name} is not known here, and is not read.`);
  }
  return { ...rest, path: uri || path, name };
}
