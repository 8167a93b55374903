import { canonicalJson, type JsonValue } from "../canonical-json.ts";
import { sha256Hex } from "../digest.ts";
import type { FeatureViewSpec } from "./feature-view-spec.ts";

/**
 * featureViewFingerprint identifies what a feature view gives to a model: `fv1:` and 64 hex digits. The order in which
 * things are declared does not enter it, nor does an entity's type: Feast's registry writes down an inferred type where
 * the file has none, and the two would never agree. A view of which a part could not be read never has the fingerprint
 * of one that was read whole; two such views may have the same, so what could not be read has to be shown beside it.
 */
export function featureViewFingerprint(spec: FeatureViewSpec): string {
  const { transformation } = spec;
  const content = {
    name: spec.name,
    entities: sorted(spec.entities.map(({ name, joinKeys }) => ({ name, joinKeys: [...joinKeys].sort() }))),
    features: sorted(spec.features),
    ttlSeconds: textOf(spec.ttlSeconds),
    sources: sorted(spec.sources),
    transformation: transformation === null ? null : { mode: transformation.mode, body: transformation.body },
    aggregations: sorted(
      spec.aggregations.map((one) => ({
        ...one,
        timeWindowSeconds: textOf(one.timeWindowSeconds),
        slideIntervalSeconds: textOf(one.slideIntervalSeconds),
      })),
    ),
    settings: spec.settings,
    unreadParts: [...spec.unreadParts].sort(),
  };
  return `fv1:${sha256Hex(canonicalJson(content))}`;
}

function sorted<T extends JsonValue>(values: readonly T[]): T[] {
  const texts = new Map(values.map((value) => [value, canonicalJson(value)]));
  const textFor = (value: T): string => texts.get(value) ?? "";
  return [...values].sort((left, right) => (textFor(left) < textFor(right) ? -1 : 1));
}

/** Seconds may be fractions, which have no place in a digest as numbers. */
function textOf(seconds: number | null): string | null {
  return seconds === null ? null : String(seconds);
}
