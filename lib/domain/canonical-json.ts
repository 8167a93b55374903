import canonicalize from "canonicalize";

/** What may enter a digest: no number that is not an integer, no undefined. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** canonicalJson is RFC 8785 text: one value, one sequence of bytes. Throws on what JSON cannot hold. */
export function canonicalJson(value: JsonValue): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("this value has no JSON form");
  return text;
}
