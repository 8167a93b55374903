/** The words of feast.types, by the names that Feast's registry has for single values. */
const BY_REGISTRY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      BYTES: "Bytes",
      STRING: "String",
      INT32: "Int32",
      INT64: "Int64",
      DOUBLE: "Float64",
      FLOAT: "Float32",
    },
    ...{ BOOL: "Bool", UNIX_TIMESTAMP: "UnixTimestamp", ZONED_TIMESTAMP: "ZonedTimestamp" },
    ...{
      PDF_BYTES: "PdfBytes",
      IMAGE_BYTES: "ImageBytes",
      MAP: "Map",
      SCALAR_MAP: "ScalarMap",
      JSON: "Json",
    },
    ...{ UUID: "Uuid", TIME_UUID: "TimeUuid", DECIMAL: "Decimal" },
  }),
);
/** What feast.types calls its own members. */
const BY_MEMBER_NAME: ReadonlyMap<string, string> = new Map([
  ...BY_REGISTRY_NAME,
  ["FLOAT32", "Float32"],
  ["FLOAT64", "Float64"],
]);
const WORDS = new Set(BY_REGISTRY_NAME.values());
const MAX_DEPTH = 10;

/** isTypeWord is true for the name of a type of single values in feast.types. */
export function isTypeWord(word: string): boolean {
  return WORDS.has(word);
}

/** typeOfRegistryName words a member of Feast's ValueType: `FLOAT_LIST` is `Array(Float32)`. Null for any other name. */
export function typeOfRegistryName(name: string): string | null {
  const single = BY_REGISTRY_NAME.get(name);
  if (single !== undefined) return single;
  const [, item = "", collection] = /^(.+)_(LIST|SET)$/.exec(name) ?? [];
  const word = BY_REGISTRY_NAME.get(item);
  if (word === undefined) return null;
  return collection === "LIST" ? `Array(${word})` : `Set(${word})`;
}

/** typeOfMemberName words a member of feast.types.PrimitiveFeastType: `FLOAT64` is `Float64`. */
export function typeOfMemberName(name: string): string | null {
  return BY_MEMBER_NAME.get(name) ?? null;
}

/** structType words a record of typed fields, whatever their order. */
export function structType(fields: readonly (readonly [string, string])[]): string {
  const texts = fields.map(([name, type]) => `${name}: ${type}`).sort();
  return `Struct({${texts.join(", ")}})`;
}

/**
 * typeOfTagText words a type as Feast writes it into a field's tags: `Array(Array(FLOAT32))`, or a record as JSON, whose
 * fields the caller has parsed by `parse`. Null where it is something else.
 */
export function typeOfTagText(text: string, parse: (json: string) => unknown, depth = 0): string | null {
  if (depth > MAX_DEPTH) return null;
  const [, collection, inner] = /^(Array|Set)\((.*)\)$/s.exec(text) ?? [];
  if (collection !== undefined && inner !== undefined) {
    const item = typeOfTagText(inner, parse, depth + 1);
    return item === null ? null : `${collection}(${item})`;
  }
  if (!text.startsWith("{")) return typeOfMemberName(text);
  const data = parse(text);
  if (typeof data !== "object" || data === null) return null;
  const nested = "__struct__" in data ? data.__struct__ : data;
  if (typeof nested !== "object" || nested === null) return null;
  const fields: [string, string][] = [];
  for (const [name, type] of Object.entries(nested)) {
    const word = typeof type === "string" ? typeOfTagText(type, parse, depth + 1) : null;
    if (word === null) return null;
    fields.push([name, word]);
  }
  return structType(fields);
}
