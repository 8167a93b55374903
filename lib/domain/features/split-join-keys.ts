import type { Feature, FeatureEntity } from "./feature-view-spec.ts";

/** splitJoinKeys tells columns that are served from those that are join keys; such a column gives its entity a type. */
export function splitJoinKeys(
  entities: readonly FeatureEntity[],
  fields: readonly Feature[],
): { entities: FeatureEntity[]; features: Feature[] } {
  const keys = new Set(entities.flatMap(({ joinKeys }) => joinKeys));
  const types = new Map(fields.map(({ name, valueType }) => [name, valueType]));
  return {
    entities: entities.map((entity) => {
      const [only, ...others] = entity.joinKeys;
      const type = only === undefined || others.length > 0 ? undefined : types.get(only);
      return { ...entity, valueType: entity.valueType ?? type ?? null };
    }),
    features: fields.filter(({ name }) => !keys.has(name)),
  };
}
