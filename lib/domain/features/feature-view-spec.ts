/** The word that stands for a value that could not be read; an `Unread` says where and why. */
export const UNREAD_VALUE = "Unread";

/** What a feature view declares, in one form whether it was read from a file or from a registry. */
export type FeatureViewSpec = {
  name: string;
  entities: FeatureEntity[];
  /** The columns that are served; those that are join keys are with their entity. */
  features: Feature[];
  /** Null: values never expire. */
  ttlSeconds: number | null;
  sources: FeatureSource[];
  transformation: FeatureTransformation | null;
  aggregations: FeatureAggregation[];
  /** What else shapes values, where it is not Feast's default: `singleton`, `timestampField`, `tilingHopSize`, ... */
  settings: Record<string, string>;
  /** Parts of which something could not be read (`ttl`, `sources`, ...), so that they may be other than they seem. */
  unreadParts: string[];
};

export type FeatureEntity = {
  name: string;
  joinKeys: string[];
  /** Null where it is not declared; Feast then takes it from the source. */
  valueType: string | null;
};

export type Feature = {
  name: string;
  /** `Int64`, `Array(Float32)`, ...: the words of feast.types, also for a registry. */
  valueType: string;
  vectorIndex: boolean;
  vectorLength: number | null;
  vectorSearchMetric: string | null;
};

export type FeatureSource = {
  kind: "batch" | "stream" | "request" | "view";
  /** The class without `Source`: `File`, `BigQuery`, `Kafka`; `FeatureView` for a view. */
  type: string;
  /** Table, query, path, topic or name; for a request its name with the fields that it carries. */
  reference: string;
  timestampField: string | null;
  /** Which of two rows of the same time is the newer one. */
  createdTimestampField: string | null;
  fieldMapping: Record<string, string>;
};

export type FeatureTransformation = {
  /** The function's name. */
  name: string;
  mode: string | null;
  /** The function from `def` on, without decorators; comments are kept, blank lines are not. */
  body: string;
};

export type FeatureAggregation = {
  column: string;
  function: string;
  timeWindowSeconds: number | null;
  slideIntervalSeconds: number | null;
  /** The feature that it becomes, where it is not `{function}_{column}`. */
  name: string | null;
};

/** What could not be read without running Python. `line` counts from 1; 0 where what was read has no lines. */
export type Unread = { line: number; sentence: string };
