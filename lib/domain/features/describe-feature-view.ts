import type { FeatureViewSpec } from "./feature-view-spec.ts";

const MAX_NAMED = 30;
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/**
 * describeFeatureView words what a view declares: features with their types, entities, time to live, sources and
 * transformation. Where a part could not be read whole, its words say so.
 */
export function describeFeatureView(view: FeatureViewSpec): { label: string; value: string }[] {
  const worded = (label: string, part: string, texts: readonly string[]) => {
    const isWhole = !view.unreadParts.includes(part);
    const value = [listOf(texts), ...(isWhole ? [] : ["could not be read whole"])];
    return { label, value: value.filter((text) => text !== "").join("; ") };
  };
  const { transformation } = view;
  return [
    worded(
      "Features",
      "features",
      view.features.map((one) => `${one.name} ${one.valueType}`),
    ),
    worded(
      "Entities",
      "entities",
      view.entities.map(({ name, joinKeys }) => `${name} (${joinKeys.join(", ")})`),
    ),
    {
      label: "Time to live",
      value: view.unreadParts.includes("ttl") ? "could not be read" : describeTtl(view.ttlSeconds),
    },
    worded(
      "Source",
      "sources",
      view.sources.map(
        ({ type, reference }) => `${type} ${reference.trim().replace(/\s+/g, " ").slice(0, 200)}`,
      ),
    ),
    worded(
      "Transformation",
      "transformation",
      transformation === null ? [] : [`${transformation.name} (${transformation.mode ?? "no mode"})`],
    ),
  ].filter(({ value }) => value !== "");
}

/** describeTtl words a time to live: `90 days`, `90 minutes`, `36.5 seconds`; null means that nothing expires. */
export function describeTtl(seconds: number | null): string {
  if (seconds === null) return "never expires";
  const [unit, length] = UNITS.find(([, size]) => seconds % size === 0) ?? ["second", 1];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function listOf(texts: readonly string[]): string {
  const rest = texts.length - MAX_NAMED;
  return [...texts.slice(0, MAX_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
