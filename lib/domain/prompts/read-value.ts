/** A value of parsed YAML or JSON that is a map; null for anything else. */
export function asMap(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value));
}

/** asText is the text of a scalar; null for maps, lists and nothing. */
export function asText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** asNumber is a finite number; null for anything else. */
export function asNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** entriesOf reads a list, or a map by name, as pairs of name and value: people write both. */
export function entriesOf(value: unknown): { name: string | null; value: unknown }[] | null {
  if (Array.isArray(value)) return value.map((item: unknown) => ({ name: null, value: item }));
  const map = asMap(value);
  return map === null ? null : [...map].map(([name, item]) => ({ name, value: item }));
}

/** A map of a manifest by its keys in camelCase, whichever way it writes them. */
export function camelKeys(map: ReadonlyMap<string, unknown>): Map<string, unknown> {
  return new Map([...map].map(([key, value]) => [camelKey(key), value]));
}

/** camelKey writes `few_shot` and `few-shot` as `fewShot`. */
export function camelKey(key: string): string {
  return key.replace(/[_-]([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}
