import { registryEntities } from "./registry-schema.ts";

/** joinKeysByEntity reads Feast's list of entities: the join key of each; empty where it is no such list. */
export function joinKeysByEntity(json: unknown): ReadonlyMap<string, string> {
  const parsed = registryEntities.safeParse(json);
  if (!parsed.success) return new Map();
  return new Map(parsed.data.entities.map(({ spec }) => [spec.name, spec.joinKey || spec.name]));
}
