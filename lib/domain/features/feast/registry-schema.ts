import { z } from "zod";

/**
 * What Feast's registry says about a view in its REST API (protobuf as JSON): fields with their default value are left
 * out. Fields that shape no value (meta, tags, description, owner, version, state, the serialised function) are not taken.
 */
const whole = z.string().refine((value) => value.isWellFormed(), "has half a character");
const text = whole.default("");
const texts = z.record(whole, whole).default({});

const field = z.object({
  name: whole,
  valueType: whole.default("INVALID"),
  tags: texts,
  vectorIndex: z.boolean().default(false),
  vectorLength: z.number().default(0),
  vectorSearchMetric: text,
});

/** Options of a source hang on its type: `fileOptions`, `kafkaOptions`, ... */
const sourceParts = {
  name: text,
  type: text,
  dataSourceClassType: text,
  timestampField: text,
  createdTimestampColumn: text,
  fieldMapping: texts,
};
const plainSource = z.looseObject(sourceParts);
const source = z.looseObject({ ...sourceParts, batchSource: plainSource.optional() });

const onDemandSource = z.object({
  featureView: z.object({ spec: z.object({ name: whole }) }).optional(),
  featureViewProjection: z.object({ featureViewName: whole }).optional(),
  requestDataSource: source.optional(),
});

const userFunction = z.object({ name: text, mode: text, bodyText: text });

const aggregation = z.object({
  column: text,
  function: text,
  timeWindow: text,
  slideInterval: text,
  name: text,
});

export const registryView = z.object({
  /** Which kind of view it is: `featureView`, `onDemandFeatureView`, ... */
  type: text,
  spec: z.object({
    name: whole.min(1),
    entities: z.array(whole).default([]),
    entityColumns: z.array(field).default([]),
    features: z.array(field).default([]),
    ttl: text,
    batchSource: source.optional(),
    streamSource: source.optional(),
    sourceViews: z.array(z.object({ name: whole })).default([]),
    sources: z.record(whole, onDemandSource).default({}),
    mode: text,
    featureTransformation: z
      .object({
        userDefinedFunction: userFunction.optional(),
        substraitTransformation: z.unknown().optional(),
      })
      .optional(),
    /** Where registries before 0.40 keep the function. */
    userDefinedFunction: userFunction.optional(),
    aggregations: z.array(aggregation).default([]),
    timestampField: text,
    singleton: z.boolean().default(false),
    writeToOnlineStore: z.boolean().default(false),
    enableTiling: z.boolean().default(false),
    tilingHopSize: text,
  }),
});

/** `GET /api/v1/entities?project=`: which join key belongs to which entity. */
export const registryEntities = z.object({
  entities: z.array(z.object({ spec: z.object({ name: whole, joinKey: text }) })),
});

/** Options that say where data is; other options say how it is reached. */
export const sourceOptions = z.object({
  ...{ query: text, table: text, uri: text, path: text, topic: text, streamName: text },
  ...{ database: text, schema: text, dataSource: text },
});
export const customOptions = z.object({ configuration: text });
/** What a source of another maker keeps for itself. */
export const customConfiguration = z.record(z.string(), z.unknown());
export const requestOptions = z.object({ schema: z.array(field).default([]) });

export type RegistryView = z.output<typeof registryView>["spec"];
export type RegistryField = z.output<typeof field>;
export type RegistrySource = z.output<typeof source>;
