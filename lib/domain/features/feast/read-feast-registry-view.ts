import type { FeatureEntity, FeatureSource, FeatureViewSpec, Unread } from "../feature-view-spec.ts";
import { splitJoinKeys } from "../split-join-keys.ts";
import { joinKeysByEntity } from "./registry-entities.ts";
import { type RegistryView, registryView } from "./registry-schema.ts";
import { readRegistrySource, viewSource } from "./registry-source.ts";
import { readRegistryTransformation } from "./registry-transformation.ts";
import { readRegistryField } from "./registry-type.ts";

type Say = (sentence: string) => void;
type Parts = Omit<FeatureViewSpec, "unreadParts">;

/** Feast's stand-in for a view without entities. */
const NO_ENTITY = "__dummy";
const NO_ENTITY_KEY = "__dummy_id";

/**
 * readFeastRegistryView reads a view from the answer of `GET /api/v1/feature_views/{name}?project=` of Feast's registry
 * into what readFeastFile reads from its file. A view of several entities needs `entities` too, the answer of
 * `GET /api/v1/entities?project=`: the view alone does not say whose join key is which. Null where it is no such answer.
 */
export function readFeastRegistryView(
  json: unknown,
  entities?: unknown,
): { view: FeatureViewSpec | null; unread: Unread[] } {
  const unread: Unread[] = [];
  const say: Say = (sentence) => {
    unread.push({ line: 0, sentence });
  };
  const parsed = registryView.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    say(`This is no feature view of Feast's registry: ${issue?.path.join(".")}: ${issue?.message}.`);
    return { view: null, unread };
  }
  const { spec, type } = parsed.data;
  if (type === "labelView") {
    say(`${spec.name} is a label view, which is not read.`);
    return { view: null, unread };
  }
  const unreadParts = new Set<string>();
  const part = <T>(name: string, read: () => T): T => {
    const before = unread.length;
    const result = read();
    if (unread.length > before) unreadParts.add(name);
    return result;
  };
  return { view: { ...readParts(spec, entities, say, part), unreadParts: [...unreadParts] }, unread };
}

function readParts(
  spec: RegistryView,
  entities: unknown,
  say: Say,
  part: <T>(name: string, read: () => T) => T,
): Parts {
  const columns = spec.entityColumns.filter(({ name }) => name !== NO_ENTITY_KEY);
  const keys = new Set(columns.map(({ name }) => name));
  // Feast writes a stream view's join keys among its features too.
  const served = spec.features.filter(({ name }) => !keys.has(name));
  const own = part("entities", () => readEntities(spec, entities, say));
  const keyFields = part("entities", () => columns.map((field) => readRegistryField(field, say)));
  const features = part("features", () => served.map((field) => readRegistryField(field, say)));
  return {
    name: spec.name,
    entities: splitJoinKeys(own, keyFields).entities,
    features,
    ttlSeconds: part("ttl", () => secondsOf(spec.ttl, say)),
    sources: part("sources", () => readSources(spec, say)),
    transformation: part("transformation", () => readRegistryTransformation(spec, say)),
    aggregations: part("aggregations", () =>
      spec.aggregations.map(({ timeWindow, slideInterval, name, ...rest }) => ({
        ...rest,
        timeWindowSeconds: secondsOf(timeWindow, say),
        slideIntervalSeconds: secondsOf(slideInterval, say),
        name: name || null,
      })),
    ),
    settings: part("settings", () => settingsOf(spec, say)),
  };
}

function readEntities(spec: RegistryView, entities: unknown, say: Say): FeatureEntity[] {
  const names = spec.entities.filter((name) => name !== NO_ENTITY);
  const columns = spec.entityColumns.map(({ name }) => name).filter((name) => name !== NO_ENTITY_KEY);
  const known = joinKeysByEntity(entities);
  return names.map((name) => {
    const key = known.get(name);
    const joinKeys = key !== undefined ? [key] : names.length === 1 ? columns : [];
    if (joinKeys.length === 0) say(`The join key of the entity ${name} is not known from the view alone.`);
    return { name, joinKeys, valueType: null };
  });
}

function readSources(spec: RegistryView, say: Say): FeatureSource[] {
  const read = (source: Parameters<typeof readRegistrySource>[0]): FeatureSource =>
    readRegistrySource(source, (field) => readRegistryField(field, say), say);
  const onDemand = Object.values(spec.sources).flatMap((source) => {
    const view = source.featureViewProjection?.featureViewName ?? source.featureView?.spec.name;
    if (view !== undefined) return [viewSource(view)];
    return source.requestDataSource === undefined
      ? []
      : [read({ ...source.requestDataSource, type: "REQUEST_SOURCE" })];
  });
  const views = spec.sourceViews.map(({ name }) => viewSource(name));
  const data = [spec.streamSource, spec.batchSource].filter((source) => source !== undefined).map(read);
  return [...onDemand, ...views, ...data];
}

function settingsOf(spec: RegistryView, say: Say): Record<string, string> {
  const settings: Record<string, string> = {};
  if (spec.timestampField !== "") settings.timestampField = spec.timestampField;
  for (const flag of ["singleton", "writeToOnlineStore", "enableTiling"] as const) {
    if (spec[flag]) settings[flag] = "true";
  }
  const hop = secondsOf(spec.tilingHopSize, say);
  if (hop !== null) settings.tilingHopSize = `${hop}s`;
  return settings;
}

/** A duration as protobuf writes it, `7776000s` or `0.500s`; null for none and for 0. */
function secondsOf(text: string, say: Say): number | null {
  if (text === "") return null;
  const seconds = /^-?\d+(\.\d+)?s$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (Number.isNaN(seconds)) say(`The duration ${text} is not read.`);
  return Number.isNaN(seconds) || seconds === 0 ? null : seconds;
}
