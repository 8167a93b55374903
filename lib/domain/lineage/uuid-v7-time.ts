const UUID_V7 = /^(?:[a-z]{1,16}_)?([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * uuidV7Time reads when an id was made, from a UUID of version 7 with or without a prefix such as `req_`. Null for any
 * other id. Whoever makes ids may lie: it says where to look first, not where to look at all.
 */
export function uuidV7Time(id: string): Date | null {
  const found = UUID_V7.exec(id);
  if (found === null) return null;
  const [, high = "", low = ""] = found;
  return new Date(Number.parseInt(high + low, 16));
}
